// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Clock;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.admission.secret.ScramSecret;
import io.lapwing.broker.admission.secret.Secret;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of a password file. Workers ask, the pool hashes, and one thread looks whether the file
 * changed. An unknown user takes as long as a wrong password.
 */
final class PasswordFile implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordFile.class);

    /** Users whose newest change is remembered. */
    private static final int CHANGES_MAX = 10_000;

    private static final int NAMED_MAX = 5;
    private static final byte[] NO_PASSWORD = {};

    private final WatchedFile file;
    private final HashPool pool;
    private final Clock clock;
    private final Metrics metrics;
    private final Events events;
    private final Latest<PasswordTable> table = new Latest<>(PasswordTable.EMPTY);
    private final Latest<@Nullable FileChange> lastReload = new Latest<>(null);
    private final Map<String, FileChange> changes = new ConcurrentHashMap<>();
    private final byte[] nobodyKey = SecureRandom.getSeed(32);
    private final Series hashes;
    private final Series reloads;

    private PasswordFile(Path path, HashPool pool, Clock clock, Metrics metrics, Events events) {
        this.file = new WatchedFile(path);
        this.pool = pool;
        this.clock = clock;
        this.metrics = metrics;
        this.events = events;
        this.hashes = metrics.series(AdmissionMetrics.PASSWORD_HASHES);
        this.reloads = metrics.series(AdmissionMetrics.FILE_RELOADS);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming option and file when it cannot be read
     */
    static PasswordFile start(
            Path path, HashPool pool, Clock clock, Metrics metrics, Events events) {
        PasswordFile users = new PasswordFile(path, pool, clock, metrics, events);
        try {
            PasswordTable first = PasswordTable.parse(users.file.read());
            users.warn(first.badLines());
            if (first.isUnreadable()) {
                BadLine bad = first.badLines().getFirst();
                String why = "line " + bad.number() + ": " + bad.problem();
                throw cannotStart(path, "no line of it can be read; " + why);
            }
            users.table.set(first);
            LOG.info("{} was read, users: {}", path, first.users().size());
            return users;
        } catch (IOException e) {
            throw cannotStart(path, WatchedFile.why(e));
        }
    }

    @Override
    public String name() {
        return "password file";
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        PasswordTable users = table.value();
        String user = who.userName();
        if (user == null || users.nobody() == null) {
            answer.accept(new Answer.Unknown(file.name()));
            return;
        }
        if (!pool.run(() -> answer.accept(compared(users, user, who.password())))) {
            String because = "more than " + HashPool.HASH_POOL_QUEUE_MAX + " logins wait";
            answer.accept(new Answer.Denied(Cause.SERVER_BUSY, because, null));
        }
    }

    /** SCRAM-SHA-256, as soon as one user can log in by it. */
    @Override
    public @Nullable Conversation converse(String method, Credentials who) {
        return method.equals(ScramSecret.KIND) && table.value().scramNobody() != null
                ? new ScramConversation(pool, this::scramUser)
                : null;
    }

    private ScramConversation.User scramUser(String name) {
        PasswordTable users = table.value();
        PasswordTable.Entry entry = users.users().get(name);
        ScramSecret nobody = users.scramNobody();
        metrics.shared().increment(hashes);
        if (entry != null && entry.secret() instanceof ScramSecret secret) {
            String where = file.name() + ", line " + entry.line();
            return new ScramConversation.User(secret, where, null);
        }
        String quoted = SafeText.quoted(name);
        String missing =
                entry == null
                        ? "knows no user " + quoted
                        : quoted + " has no secret for SCRAM; passwd --scram writes one";
        ScramSecret like = nobody == null ? ScramSecret.NOBODY : nobody;
        String where = file.name() + (entry == null ? "" : ", line " + entry.line());
        return new ScramConversation.User(like.ofNobody(nobodyKey, name), where, missing);
    }

    /** Looks whether the file changed, and reads it if so. */
    void look() {
        switch (file.look()) {
            case WatchedFile.Found.Nothing() -> {}
            case WatchedFile.Found.Unreadable(String why) -> stays(why);
            case WatchedFile.Found.Content(String text) -> onContent(PasswordTable.parse(text));
        }
    }

    int badLines() {
        return table.value().badLines().size();
    }

    @Nullable FileChange lastChange(String user) {
        return changes.get(user);
    }

    @Nullable FileChange lastReload() {
        return lastReload.value();
    }

    private Answer compared(PasswordTable users, String user, byte @Nullable [] password) {
        PasswordTable.Entry entry = users.users().get(user);
        Secret secret = entry == null ? users.nobody() : entry.secret();
        metrics.shared().increment(hashes);
        boolean same = secret != null && secret.matches(password == null ? NO_PASSWORD : password);
        if (entry == null) {
            return new Answer.Unknown(file.name());
        }
        String where = file.name() + ", line " + entry.line();
        if (same && password != null) {
            return new Answer.Granted(where);
        }
        String because =
                password == null
                        ? "no password was sent for " + SafeText.quoted(user)
                        : "password of " + SafeText.quoted(user) + " does not match";
        return new Answer.Denied(Cause.WRONG_PASSWORD, because, where);
    }

    private void onContent(PasswordTable next) {
        warn(next.badLines());
        if (next.isUnreadable()) {
            stays("no line of it can be read");
            return;
        }
        Map<String, FileChange.Kind> changed = next.changesSince(table.value());
        table.set(next);
        long now = clock.epochMillis();
        String path = file.path().toString();
        lastReload.set(new FileChange(path, now, FileChange.Kind.RELOADED, null));
        if (changes.size() + changed.size() > CHANGES_MAX) {
            changes.clear();
        }
        changed.entrySet().stream()
                .limit(CHANGES_MAX)
                .forEach(each ->
                        changes.put(
                                each.getKey(),
                                new FileChange(path, now, each.getValue(), each.getKey())));
        metrics.shared().increment(reloads);
        String text = file.name() + " reloaded, " + told(changed);
        LOG.info("{}", text);
        events.keyEvent("reload", text);
    }

    private void stays(String why) {
        LOG.warn("{} was not reloaded: {}; what was read before stays in force", file.path(), why);
        events.keyEvent("reload", file.name() + " was not reloaded: " + why);
    }

    private void warn(List<BadLine> badLines) {
        BadLines.warn(LOG, events, file, badLines);
    }

    private static String told(Map<String, FileChange.Kind> changed) {
        List<String> parts = new ArrayList<>();
        for (FileChange.Kind kind : FileChange.Kind.values()) {
            List<String> names =
                    changed.entrySet().stream()
                            .filter(each -> each.getValue() == kind)
                            .map(each -> SafeText.escaped(each.getKey()))
                            .toList();
            if (!names.isEmpty()) {
                String users = names.size() == 1 ? "1 user " : names.size() + " users ";
                String more =
                        names.size() > NAMED_MAX
                                ? " and " + (names.size() - NAMED_MAX) + " more"
                                : "";
                List<String> named = names.subList(0, Math.min(NAMED_MAX, names.size()));
                parts.add(users + word(kind) + ": " + String.join(", ", named) + more);
            }
        }
        return parts.isEmpty() ? "no user changed" : String.join("; ", parts);
    }

    private static String word(FileChange.Kind kind) {
        return switch (kind) {
            case ADDED -> "added";
            case CHANGED -> "changed";
            case REMOVED -> "removed";
            case RELOADED -> "reloaded";
        };
    }

    private static IllegalArgumentException cannotStart(Path path, String why) {
        return new IllegalArgumentException(
                AdmissionOptions.PASSWORD_FILE.name() + " = " + path + ": " + why);
    }
}
