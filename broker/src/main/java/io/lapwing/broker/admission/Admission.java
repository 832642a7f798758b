// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Clock;
import io.lapwing.base.Config;
import io.lapwing.base.Events;
import io.lapwing.base.Metrics;
import io.lapwing.base.Ticker;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides who is let in. One for all workers; nothing in it is held for long. */
public final class Admission implements AutoCloseable {
    /** Logins that wait for an authenticator; more are answered with "server busy". */
    static final int PENDING_MAX = 20_000;

    private static final Duration TURN = Duration.ofMillis(200);
    private static final int ASSIGNED_ID_BYTES = 15;

    private final Clock clock;
    private final long authTimeoutNanos;
    private final FirstChecks firstChecks;
    private final Bans bans;
    private final Failures failures;
    private final Quotas quotas;
    private final HashPool pool = new HashPool();
    private final @Nullable PasswordFile passwordFile;
    private final @Nullable AclFile aclFile;
    private final List<Authenticator> authenticators;
    private final Authorizer authorizer;
    private final @Nullable RemoteAuthorizer remote;
    private final Onlooker onlooker;
    private final RecentLogins logins = new RecentLogins();
    private final SecureRandom random = new SecureRandom();

    private final Set<Waiting> pending = ConcurrentHashMap.newKeySet();

    private final boolean reloadsPasswords;
    private final boolean reloadsRules;
    private @Nullable Ticker ticker;
    private long lookedSecond;

    /** Who is asked beside the files, in this order behind them. */
    public record Others(
            List<Authenticator> authenticators,
            List<Authorizer> authorizers,
            @Nullable RemoteAuthorizer remote,
            Onlooker onlooker) {
        public static final Others NONE = of(List.of());

        /** Authenticators alone. */
        public static Others of(List<Authenticator> authenticators) {
            return new Others(authenticators, List.of(), null, Onlooker.NOBODY);
        }
    }

    Admission(Config config, Clock clock, Metrics metrics, Events events, Others others) {
        this.clock = clock;
        authTimeoutNanos = config.get(AdmissionOptions.AUTH_TIMEOUT).toNanos();
        bans = new Bans(clock, events);
        failures = new Failures(config, clock, metrics, bans);
        quotas = new Quotas(clock, config.get(AdmissionOptions.MAX_CONNECTIONS_PER_ADDRESS));
        firstChecks =
                new FirstChecks(
                        new FirstChecks.Limits(
                                config.get(AdmissionOptions.MAX_CLIENT_ID_SIZE),
                                config.get(AdmissionOptions.MAX_QOS),
                                config.get(AdmissionOptions.RETAIN_AVAILABLE),
                                config.get(AdmissionOptions.TOPIC_MAX_DEPTH),
                                config.get(AbuseOptions.RATE_PER_ADDRESS),
                                config.get(AbuseOptions.RATE_PER_USER),
                                config.get(AbuseOptions.RATE_PER_CLIENT)),
                        bans,
                        quotas);
        Path users = config.get(AdmissionOptions.PASSWORD_FILE);
        Path rules = config.get(AdmissionOptions.ACL_FILE);
        passwordFile =
                users.toString().isEmpty()
                        ? null
                        : PasswordFile.start(users, pool, clock, metrics, events);
        aclFile = rules.toString().isEmpty() ? null : AclFile.start(rules, clock, metrics, events);
        reloadsPasswords = !config.get(AdmissionOptions.PASSWORD_RELOAD_INTERVAL).isZero();
        reloadsRules = !config.get(AdmissionOptions.ACL_RELOAD_INTERVAL).isZero();
        List<Authenticator> chain = new ArrayList<>();
        if (passwordFile != null) {
            chain.add(passwordFile);
        }
        chain.addAll(others.authenticators);
        authenticators = List.copyOf(chain);
        remote = others.remote;
        onlooker = others.onlooker;
        List<Authorizer> rulers = new ArrayList<>();
        if (aclFile != null) {
            rulers.add(aclFile);
        }
        rulers.addAll(others.authorizers);
        authorizer = new Authorizers(rulers, remote != null && remote.decidesTopics());
        metrics.gauge(AdmissionMetrics.HASHES_WAITING, pool::waiting);
        metrics.gauge(AdmissionMetrics.LOGINS_PENDING, pending::size);
        metrics.gauge(AdmissionMetrics.BANS, bans::size);
        metrics.gauge(AdmissionMetrics.BAD_LINES, this::badLines);
    }

    /**
     * Reads the files of users and rules.
     *
     * @throws IllegalArgumentException naming option and file when one cannot be read
     */
    public static Admission start(
            Config config, Clock clock, Metrics metrics, Events events, Others others) {
        Admission admission = new Admission(config, clock, metrics, events, others);
        admission.ticker = Ticker.start("lapwing-admission", TURN, admission::tick);
        return admission;
    }

    /**
     * Judges a CONNECT at once, or answers Pending and hands the verdict to {@code later}, from
     * another thread. Where that one is Challenged, the next comes when the exchange has heard what
     * the client answers.
     */
    public Verdict judge(ConnectAttempt attempt, Consumer<Verdict> later) {
        return new Judgement(this, attempt, later, deadlineNanos(), false).begin();
    }

    /** What would become of a CONNECT; nobody is let in. */
    public Verdict rehearse(ConnectAttempt attempt, Consumer<Verdict> later) {
        return new Judgement(this, attempt, later, deadlineNanos(), true).begin();
    }

    /**
     * Begins an exchange by an authentication method with a client that is in already, or that a
     * judgement is about; null when nobody offers the method.
     */
    public @Nullable Exchange converse(
            String method, Credentials who, Consumer<Conversation.Reply> replies) {
        for (Authenticator each : authenticators) {
            Conversation conversation = each.converse(method, who);
            if (conversation != null) {
                return new Exchange(this, each, conversation, method, replies);
            }
        }
        return null;
    }

    /** Who is told what clients do that are in. */
    public Onlooker onlooker() {
        return onlooker;
    }

    /** A connection from this address was accepted; tell {@link #closed} when it ends. */
    public void opened(String address) {
        quotas.opened(address);
    }

    public void closed(String address) {
        quotas.closed(address);
    }

    /** What this server's own rules say about topics. */
    public Authorizer authorizer() {
        return authorizer;
    }

    /** Who is asked about what they leave undecided; null when nobody is. */
    public @Nullable RemoteAuthorizer remote() {
        return remote;
    }

    public Bans bans() {
        return bans;
    }

    /** The newest change of a user in the password file, as far as it is remembered. */
    public @Nullable FileChange lastUserChange(String userName) {
        return passwordFile == null ? null : passwordFile.lastChange(userName);
    }

    public @Nullable FileChange lastPasswordReload() {
        return passwordFile == null ? null : passwordFile.lastReload();
    }

    public @Nullable FileChange lastAclReload() {
        return aclFile == null ? null : aclFile.lastReload();
    }

    /** The newest time this client was let in, as far as it is remembered. */
    public @Nullable Login lastLogin(String clientId) {
        return logins.of(clientId);
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.close();
        }
        pool.close();
    }

    /** Time-outs, and once a second what else time changes: files and bans. */
    void tick() {
        long now = clock.nanoTime();
        pending.removeIf(each -> each.expire(now));
        long second = clock.epochMillis() / 1000;
        if (second != lookedSecond) {
            lookedSecond = second;
            bans.tick();
            if (passwordFile != null && reloadsPasswords) {
                passwordFile.look();
            }
            if (aclFile != null && reloadsRules) {
                aclFile.look();
            }
        }
    }

    FirstChecks firstChecks() {
        return firstChecks;
    }

    List<Authenticator> authenticators() {
        return authenticators;
    }

    /** When what begins now has waited for long enough. */
    long deadlineNanos() {
        return clock.nanoTime() + authTimeoutNanos;
    }

    /** False when too many wait already. */
    boolean await(Waiting waiting) {
        if (pending.size() >= PENDING_MAX) {
            return false;
        }
        pending.add(waiting);
        return true;
    }

    void decided(Waiting waiting) {
        pending.remove(waiting);
    }

    Failures failures() {
        return failures;
    }

    void loggedIn(String clientId, ConnectAttempt attempt, @Nullable String userName) {
        logins.add(
                clientId,
                new Login(
                        clock.epochMillis(), attempt.address(), attempt.origin().port(), userName));
    }

    /** Short enough for every client, and not to be guessed. */
    String newClientId() {
        byte[] bytes = new byte[ASSIGNED_ID_BYTES];
        random.nextBytes(bytes);
        return "lw-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private int badLines() {
        int users = passwordFile == null ? 0 : passwordFile.badLines();
        return users + (aclFile == null ? 0 : aclFile.badLines());
    }
}
