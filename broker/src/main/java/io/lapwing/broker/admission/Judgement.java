// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Latest;
import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.admission.FirstChecks.No;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Will;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One CONNECT on its way through the checks. Begun by a worker; the authenticators may carry it on
 * on other threads, one after the other. Whoever comes first decides it: the last check, or the
 * time-out.
 */
final class Judgement implements Waiting {
    private static final Logger LOG = LoggerFactory.getLogger(Judgement.class);

    /** How far it is. */
    private sealed interface Progress {
        /** Decided means final: whoever comes later is not heard. */
        record Decided(Verdict verdict) implements Progress {}
    }

    private enum Open implements Progress {
        /** judge() has not returned: it will return the verdict itself. */
        JUDGING,
        /** judge() has returned Pending: the verdict is handed over. */
        WAITING
    }

    /** Who is asked now, and how it stood when that began. */
    private record Asked(String name, Ladder before, List<String> said) {}

    private static final Check ANONYMOUS =
            Check.skipped("Credentials: not checked, anonymous access is on");

    private final Admission admission;
    private final ConnectAttempt attempt;
    private final Consumer<Verdict> later;
    private final long deadlineNanos;
    private final boolean rehearsed;
    private final Ladder ladder;
    private final List<String> said = new ArrayList<>();
    private final Latest<Progress> progress = new Latest<>(Open.JUDGING);
    private final Latest<Asked> asked;
    private String clientId = "";
    private @Nullable String userName;
    private Privileges privileges = Privileges.USUAL;
    private @Nullable Exchange exchange;
    private Verdict.@Nullable Proof proof;

    /**
     * @param rehearsed whether nobody connects, and somebody only wants to know what would be
     */
    Judgement(
            Admission admission,
            ConnectAttempt attempt,
            Consumer<Verdict> later,
            long deadlineNanos,
            boolean rehearsed) {
        this.rehearsed = rehearsed;
        this.admission = admission;
        this.attempt = attempt;
        this.later = later;
        this.deadlineNanos = deadlineNanos;
        String known = attempt.origin().userName();
        this.userName = known == null ? attempt.connect().userName() : known;
        this.ladder = new Ladder(attempt.connect().will() != null);
        this.asked = new Latest<>(new Asked("", ladder, List.of()));
    }

    Verdict begin() {
        Connect connect = attempt.connect();
        clientId = connect.clientId().isEmpty() ? admission.newClientId() : connect.clientId();
        for (Step step : Step.all()) {
            if (step == Step.CREDENTIALS) {
                break;
            }
            No no = first(step);
            if (no != null) {
                return ladder.refused(step, no);
            }
            ladder.add(step == Step.METHOD && exchange != null ? offered(exchange) : step.passed());
        }
        Exchange asked = exchange;
        if (asked != null) {
            asked.hear(attempt.connect().properties().binary(Property.AUTHENTICATION_DATA));
            return new Verdict.Pending();
        }
        Identity identity = attempt.origin().identity();
        if (identity != null && identity.userName() != null) {
            ladder.add(Ladder.vouched(identity));
            return waiting(() -> will(this::decide));
        }
        if (attempt.listener().anonymous()) {
            ladder.add(ANONYMOUS);
            return waiting(() -> will(this::decide));
        }
        if (admission.authenticators().isEmpty()) {
            No no =
                    No.of(
                            Cause.NOT_AUTHORIZED,
                            "no password file or other authenticator is configured, and"
                                    + " allow_anonymous is off");
            return ladder.refused(Step.CREDENTIALS, no);
        }
        return waiting(() -> ask(0, credentials()));
    }

    @Override
    public boolean expire(long nowNanos) {
        if (progress.value() instanceof Progress.Decided) {
            return true;
        }
        if (nowNanos - deadlineNanos < 0) {
            return false;
        }
        Asked now = asked.value();
        String because = now.name + " did not answer in time (auth_timeout)";
        decide(refusedBy(now.before.copy(), Cause.AUTH_BACKEND_TIMEOUT, now.said, because));
        return true;
    }

    private @Nullable No first(Step step) {
        FirstChecks checks = admission.firstChecks();
        return switch (step) {
            case SERVER -> checks.server(attempt);
            case VERSION -> checks.version(attempt);
            case CLIENT_ID -> checks.clientId(attempt);
            case BANS -> checks.bans(attempt, userName);
            case RATE -> checks.rate(attempt);
            case LIMIT -> checks.limit(attempt);
            case QUOTA -> checks.quota(attempt);
            case METHOD -> method();
            case CREDENTIALS, WILL_SUPPORTED, WILL_ALLOWED ->
                    throw new IllegalArgumentException(step + " is no first check");
        };
    }

    /** Finds who offers the authentication method that the client asks for, if it does. */
    private @Nullable No method() {
        String method = attempt.connect().properties().text(Property.AUTHENTICATION_METHOD);
        if (method == null) {
            return null;
        }
        exchange = admission.converse(method, credentials(), this::onReply);
        return exchange != null
                ? null
                : No.of(
                        Cause.BAD_AUTHENTICATION_METHOD,
                        "the client asks for the authentication method "
                                + SafeText.quoted(method)
                                + ", which is not offered");
    }

    private static Check offered(Exchange exchange) {
        return Check.passed(
                Step.METHOD.topic()
                        + ": "
                        + SafeText.quoted(exchange.method())
                        + " is offered by the "
                        + exchange.authenticator());
    }

    private Credentials credentials() {
        Connect connect = attempt.connect();
        return new Credentials(
                clientId,
                connect.userName(),
                connect.password(),
                attempt.listener().name(),
                attempt.address(),
                attempt.origin().port(),
                connect.version(),
                connect.cleanStart(),
                connect.properties(),
                attempt.origin().identity());
    }

    /** What the authenticator says in an exchange; the last reply leads to the verdict. */
    private void onReply(Conversation.Reply reply) {
        Exchange with = exchange;
        if (with == null) {
            throw new IllegalStateException("a reply without an exchange");
        }
        String name = with.authenticator();
        switch (reply) {
            case Conversation.Reply.More(byte[] data) ->
                    later.accept(new Verdict.Challenged(with, data));
            case Conversation.Reply.Granted(String user, byte[] data, String detail) -> {
                ladder.add(Ladder.passed(name, "accepts the proof", detail));
                userName = user;
                proof = new Verdict.Proof(with.method(), data);
                bansThenWill(later);
            }
            case Conversation.Reply.Denied(Cause cause, String because, String detail) ->
                    later.accept(denied(name, cause, because, detail));
            case Conversation.Reply.Unavailable(String because) ->
                    later.accept(denied(name, Cause.AUTH_BACKEND_UNAVAILABLE, because, null));
        }
    }

    /** Begins what may be decided later; returns the verdict if it was decided at once. */
    private Verdict waiting(Runnable checks) {
        checks.run();
        if (progress.value() instanceof Progress.Decided(Verdict verdict)) {
            return verdict;
        }
        if (!admission.await(this)) {
            Asked now = asked.value();
            String because = "more than " + Admission.PENDING_MAX + " logins wait for an answer";
            decide(refusedBy(now.before.copy(), Cause.SERVER_BUSY, now.said, because));
        }
        if (progress.replace(Open.JUDGING, Open.WAITING)) {
            return new Verdict.Pending();
        }
        admission.decided(this);
        return progress.value() instanceof Progress.Decided(Verdict verdict)
                ? verdict
                : new Verdict.Pending();
    }

    private void ask(int index, Credentials who) {
        List<Authenticator> all = admission.authenticators();
        if (index == all.size()) {
            Cause cause = who.userName() == null ? Cause.CREDENTIALS_MISSING : Cause.UNKNOWN_USER;
            No no = No.of(cause, String.join("; ", said));
            failed(cause);
            decide(ladder.refusedAfter(Step.CREDENTIALS, no));
            return;
        }
        Authenticator authenticator = all.get(index);
        asked.set(new Asked(authenticator.name(), ladder.copy(), List.copyOf(said)));
        Latest<Boolean> answered = new Latest<>(false);
        try {
            authenticator.check(
                    who,
                    answer -> {
                        if (answered.replace(false, true)) {
                            onAnswer(index, who, answer);
                        }
                    });
        } catch (RuntimeException | LinkageError bug) {
            LOG.error("the authenticator {} failed", authenticator.name(), bug);
            if (answered.replace(false, true)) {
                onAnswer(index, who, new Answer.Unavailable("it failed; see the log"));
            }
        }
    }

    private void onAnswer(int index, Credentials who, Answer answer) {
        if (progress.value() instanceof Progress.Decided) {
            return; // the time was up
        }
        String name = admission.authenticators().get(index).name();
        switch (answer) {
            case Answer.Granted(String detail, Privileges granted) -> {
                ladder.add(Ladder.passed(name, "accepts the credentials", detail));
                privileges = granted;
                clientId = granted.clientId() == null ? clientId : granted.clientId();
                if (granted.userName() == null) {
                    will(this::decide);
                } else {
                    userName = granted.userName();
                    bansThenWill(this::decide);
                }
            }
            case Answer.Unknown(String because, String detail) -> {
                String unknown = because == null ? unknown(who) : because;
                said.add(name + ": " + unknown);
                ladder.add(Ladder.failed(name, unknown, detail));
                ask(index + 1, who);
            }
            case Answer.Denied(Cause cause, String because, String detail) ->
                    decide(denied(name, cause, because, detail));
            case Answer.Unavailable(String because) ->
                    decide(denied(name, Cause.AUTH_BACKEND_UNAVAILABLE, because, null));
        }
    }

    private static String unknown(Credentials who) {
        String user = who.userName();
        return user == null ? "no user name was sent" : "knows no user " + SafeText.quoted(user);
    }

    /** Nobody is asked behind a no, nor behind one who cannot say: it might have been a no. */
    private Verdict denied(String name, Cause cause, String because, @Nullable String detail) {
        failed(cause);
        ladder.add(Ladder.failed(name, because, detail));
        String all = String.join("; ", said) + (said.isEmpty() ? "" : "; ");
        No no = new No(cause, all + name + ": " + because, detail, null);
        return ladder.refusedAfter(Step.CREDENTIALS, no);
    }

    private void failed(Cause cause) {
        if (!rehearsed) {
            String sent = attempt.connect().clientId();
            admission.failures().failed(cause, attempt.address(), sent, userName);
        }
    }

    private static Verdict refusedBy(
            Ladder before, Cause cause, List<String> said, String because) {
        String all = String.join("; ", said) + (said.isEmpty() ? "" : "; ");
        return before.refused(Step.CREDENTIALS, No.of(cause, all + because));
    }

    /** Who it is has turned out only now. */
    private void bansThenWill(Consumer<Verdict> to) {
        No banned = admission.firstChecks().bans(attempt, userName);
        if (banned == null) {
            will(to);
        } else {
            to.accept(denied("bans", banned.cause(), banned.because(), null));
        }
    }

    /** What is left once the credentials are fine. */
    private void will(Consumer<Verdict> to) {
        Will will = attempt.connect().will();
        if (will == null) {
            to.accept(admitted());
            return;
        }
        No no = admission.firstChecks().willSupported(will);
        if (no != null) {
            to.accept(ladder.refused(Step.WILL_SUPPORTED, no));
            return;
        }
        ladder.add(Step.WILL_SUPPORTED.passed());
        No topic = admission.firstChecks().willTopic(will);
        if (topic != null) {
            to.accept(ladder.refused(Step.WILL_ALLOWED, topic));
            return;
        }
        Client client = new Client(clientId, userName, privileges.rules());
        Decision decision = admission.authorizer().publish(client, will.topic());
        RemoteAuthorizer remote = admission.remote();
        MqttVersion version = attempt.connect().version();
        if (decision.undecided() && remote != null && remote.decidesPublish(version)) {
            asked.set(new Asked("the check of the will", ladder.copy(), List.copyOf(said)));
            remote.will(
                    client,
                    version,
                    will,
                    answer -> to.accept(willDecided(decision.or(answer.decision()))));
        } else {
            to.accept(willDecided(decision));
        }
    }

    private Verdict willDecided(Decision decision) {
        if (decision.allowed()) {
            ladder.add(Check.passed(Step.WILL_ALLOWED.passed().text(), decision.detail()));
            return admitted();
        }
        Cause cause =
                decision.unavailable() ? Cause.AUTH_BACKEND_UNAVAILABLE : Cause.WILL_NOT_AUTHORIZED;
        No no = new No(cause, decision.because(), decision.detail(), null);
        return ladder.refused(Step.WILL_ALLOWED, no);
    }

    private Verdict admitted() {
        if (!rehearsed) {
            admission.loggedIn(clientId, attempt, userName);
        }
        boolean assigned = attempt.connect().clientId().isEmpty();
        return new Verdict.Admitted(
                clientId, assigned, userName, proof, privileges, ladder.checks());
    }

    /** Hands the verdict over, unless it was decided before. */
    private void decide(Verdict verdict) {
        Progress decided = new Progress.Decided(verdict);
        if (progress.replace(Open.JUDGING, decided) || !progress.replace(Open.WAITING, decided)) {
            return; // judge() returns it, or it came too late
        }
        admission.decided(this);
        later.accept(verdict);
    }
}
