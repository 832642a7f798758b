// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Latest;
import io.lapwing.broker.admission.Authenticator.Answer;
import io.lapwing.broker.admission.FirstChecks.No;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.Connect;
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

    private static final Check ANONYMOUS =
            Check.skipped("Credentials: not checked, anonymous access is on");

    private final Admission admission;
    private final ConnectAttempt attempt;
    private final Consumer<Verdict> later;
    private final long deadlineNanos;
    private final List<Check> ladder = new ArrayList<>(Step.all().length);
    private final List<String> said = new ArrayList<>();
    private final Latest<Progress> progress = new Latest<>(Open.JUDGING);
    private final Latest<String> asked = new Latest<>("");
    private List<Check> before = List.of();
    private String clientId = "";
    private @Nullable String userName;
    private @Nullable Exchange exchange;
    private Verdict.@Nullable Proof proof;

    Judgement(
            Admission admission,
            ConnectAttempt attempt,
            Consumer<Verdict> later,
            long deadlineNanos) {
        this.admission = admission;
        this.attempt = attempt;
        this.later = later;
        this.deadlineNanos = deadlineNanos;
        this.userName = attempt.connect().userName();
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
                return refused(ladder, step, no);
            }
            ladder.add(step == Step.METHOD && exchange != null ? offered(exchange) : step.passed());
        }
        Exchange asked = exchange;
        if (asked != null) {
            asked.hear(attempt.connect().properties().binary(Property.AUTHENTICATION_DATA));
            return new Verdict.Pending();
        }
        if (attempt.listener().anonymous()) {
            ladder.add(ANONYMOUS);
            return last();
        }
        if (admission.authenticators().isEmpty()) {
            No no =
                    No.of(
                            Cause.NOT_AUTHORIZED,
                            "no password file or other authenticator is configured, and"
                                    + " allow_anonymous is off");
            return refused(ladder, Step.CREDENTIALS, no);
        }
        return authenticate();
    }

    @Override
    public boolean expire(long nowNanos) {
        if (progress.value() instanceof Progress.Decided) {
            return true;
        }
        if (nowNanos - deadlineNanos < 0) {
            return false;
        }
        String because = asked.value() + " did not answer in time (auth_timeout)";
        decide(refused(before, Step.CREDENTIALS, No.of(Cause.AUTH_BACKEND_TIMEOUT, because)));
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
                attempt.port(),
                connect.version());
    }

    /** What the authenticator says in an exchange; the last reply leads to the verdict. */
    private void onReply(Conversation.Reply reply) {
        Exchange with = exchange;
        if (with == null) {
            throw new IllegalStateException("a reply without an exchange");
        }
        String name = with.authenticator();
        later.accept(
                switch (reply) {
                    case Conversation.Reply.More(byte[] data) -> new Verdict.Challenged(with, data);
                    case Conversation.Reply.Granted(String user, byte[] data, String detail) -> {
                        ladder.add(Check.passed(sentence(name, "accepts the proof"), detail));
                        userName = user;
                        proof = new Verdict.Proof(with.method(), data);
                        No banned = admission.firstChecks().bans(attempt, user);
                        yield banned == null ? last() : denied("bans", banned, banned.because());
                    }
                    case Conversation.Reply.Denied(Cause cause, String because, String detail) ->
                            denied(
                                    name,
                                    new No(cause, name + ": " + because, detail, null),
                                    because);
                    case Conversation.Reply.Unavailable(String because) ->
                            denied(
                                    name,
                                    No.of(Cause.AUTH_BACKEND_UNAVAILABLE, name + ": " + because),
                                    because);
                });
    }

    private Verdict authenticate() {
        before = List.copyOf(ladder);
        ask(0, credentials());
        if (progress.value() instanceof Progress.Decided(Verdict verdict)) {
            return verdict;
        }
        if (!admission.await(this)) {
            String because = "more than " + Admission.PENDING_MAX + " logins wait for an answer";
            decide(refused(before, Step.CREDENTIALS, No.of(Cause.SERVER_BUSY, because)));
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
            decide(nobodyKnows(who));
            return;
        }
        Authenticator authenticator = all.get(index);
        asked.set(authenticator.name());
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
            case Answer.Granted(String detail) -> {
                ladder.add(Check.passed(sentence(name, "accepts the credentials"), detail));
                decide(last());
            }
            case Answer.Unknown(String detail) -> {
                String unknown = unknown(who);
                said.add(name + ": " + unknown);
                ladder.add(Check.failed(sentence(name, unknown), detail));
                ask(index + 1, who);
            }
            case Answer.Denied(Cause cause, String because, String detail) ->
                    decide(
                            denied(
                                    name,
                                    new No(cause, name + ": " + because, detail, null),
                                    because));
            case Answer.Unavailable(String because) ->
                    decide(
                            denied(
                                    name,
                                    No.of(Cause.AUTH_BACKEND_UNAVAILABLE, name + ": " + because),
                                    because));
        }
    }

    private static String unknown(Credentials who) {
        String user = who.userName();
        return user == null ? "no user name was sent" : "knows no user " + SafeText.quoted(user);
    }

    private Verdict denied(String name, No no, String because) {
        ladder.add(Check.failed(sentence(name, because), no.detail()));
        return refusedAfter(Step.CREDENTIALS, no);
    }

    private Verdict nobodyKnows(Credentials who) {
        Cause cause = who.userName() == null ? Cause.CREDENTIALS_MISSING : Cause.UNKNOWN_USER;
        return refusedAfter(Step.CREDENTIALS, No.of(cause, String.join("; ", said)));
    }

    /** What is left once the credentials are fine: the will. */
    private Verdict last() {
        Will will = attempt.connect().will();
        if (will != null) {
            No no = admission.firstChecks().willSupported(will);
            if (no != null) {
                return refused(ladder, Step.WILL_SUPPORTED, no);
            }
            ladder.add(Step.WILL_SUPPORTED.passed());
            No topic = admission.firstChecks().willTopic(will);
            if (topic != null) {
                return refused(ladder, Step.WILL_ALLOWED, topic);
            }
            Client client = new Client(clientId, userName);
            Decision decision = admission.authorizer().publish(client, will.topic());
            if (!decision.allowed()) {
                No denied =
                        new No(
                                Cause.WILL_NOT_AUTHORIZED,
                                decision.because(),
                                decision.detail(),
                                null);
                return refused(ladder, Step.WILL_ALLOWED, denied);
            }
            ladder.add(Check.passed(Step.WILL_ALLOWED.passed().text(), decision.detail()));
        }
        admission.loggedIn(clientId, attempt, userName);
        boolean assigned = attempt.connect().clientId().isEmpty();
        return new Verdict.Admitted(clientId, assigned, userName, proof, List.copyOf(ladder));
    }

    private Verdict refused(List<Check> before, Step at, No no) {
        List<Check> checks = new ArrayList<>(before);
        checks.add(Check.failed(sentence(at.topic(), no.because()), no.detail()));
        return withRest(checks, at, no);
    }

    private Verdict refusedAfter(Step at, No no) {
        return withRest(new ArrayList<>(ladder), at, no);
    }

    /** The rungs that were not reached, for people to see how far it came. */
    private Verdict withRest(List<Check> checks, Step at, No no) {
        boolean passed = true;
        for (Step step : Step.all()) {
            if (!passed && (!step.isAboutWill() || attempt.connect().will() != null)) {
                checks.add(step.skipped());
            }
            passed &= step != at;
        }
        String because =
                no.detail() == null ? no.because() : no.because() + " (" + no.detail() + ")";
        return new Verdict.Refused(no.cause(), because, List.copyOf(checks), no.instead());
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

    private static String sentence(String topic, String rest) {
        return Character.toUpperCase(topic.charAt(0)) + topic.substring(1) + ": " + rest;
    }
}
