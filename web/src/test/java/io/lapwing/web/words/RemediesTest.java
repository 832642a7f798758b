// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Heard;
import io.lapwing.broker.refusals.Refusal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RemediesTest {
    private static final Set<String> VERBS =
            Set.of(
                    "Add",
                    "Allow",
                    "Ask",
                    "Ban",
                    "Bring",
                    "Change",
                    "Check",
                    "Close",
                    "Compare",
                    "Configure",
                    "Correct",
                    "Find",
                    "Give",
                    "Install",
                    "Lift",
                    "List",
                    "Look",
                    "Lower",
                    "Name",
                    "Point",
                    "Raise",
                    "Read",
                    "Renew",
                    "Repair",
                    "Replace",
                    "Report",
                    "Set",
                    "Shorten",
                    "Spread",
                    "Switch",
                    "Trace",
                    "Turn",
                    "Update",
                    "Wait");

    /** The forms of command that the program has. */
    private static final String COMMAND =
            "\\./lapwing (passwd (--scram )?\\S+ \\S+|ban \\S+ --for 30d|unban( ID)?|help \\S+"
                    + "|refusals( \\S+)?|log level debug \\S+)";

    private final Remedies remedies = Remedies.of("etc/lapwing.passwd", "");

    @ParameterizedTest
    @EnumSource
    void everyCauseHasALabelAMeaningAndStepsThatBeginWithAVerb(Cause cause) {
        List<Step> steps = remedies.templates(cause);

        assertThat(cause.label()).isNotBlank();
        assertThat(cause.meaning()).endsWith(".");
        assertThat(steps).hasSizeBetween(1, 3);
        assertThat(steps)
                .allSatisfy(step -> {
                    assertThat(VERBS).contains(step.text().split(" ")[0]);
                    if (step.command() == null) {
                        assertThat(step.text()).endsWith(".");
                    } else {
                        assertThat(step.text()).endsWith(":");
                        assertThat(step.command()).matches(COMMAND);
                    }
                });
        assertThat(steps(cause, attempt("pump-7", "pump-7")))
                .hasSize(steps.size())
                .noneSatisfy(step -> assertThat(step.toString()).contains("{"));
    }

    @Test
    void theNamesOfTheRefusalAreFilledIn() {
        assertThat(steps(Cause.WRONG_PASSWORD, attempt("pump-7", "pumps")).getFirst())
                .isEqualTo(
                        new Step(
                                "Give pumps its new password, or set the old one again:",
                                "./lapwing passwd etc/lapwing.passwd pumps"));
    }

    @Test
    void aStepAboutAUserIsLeftOutWhereThereIsNone() {
        assertThat(steps(Cause.UNKNOWN_USER, attempt("pump-7", null)))
                .extracting(Step::text)
                .containsExactly(
                        "Correct the user name in the client's settings, if it was mistyped there.",
                        "Ban 10.0.0.7 if nobody of yours is there:");
    }

    @Test
    void thisMachinesOwnAddressIsNotProposedForABan() {
        Attempt here = new Attempt("tcp.default", "127.0.0.1", 1234, null, -1, "a", "u");

        assertThat(steps(Cause.WRONG_PASSWORD, here))
                .noneSatisfy(step -> assertThat(step.text()).startsWith("Ban"));
    }

    @Test
    void aUserNameCannotBecomeACommandOfItsOwn() {
        assertThat(command("x; rm -rf /")).endsWith(" 'x; rm -rf /'");
        assertThat(command("it's")).endsWith(" 'it'\\''s'");
        assertThat(command("$(reboot)")).endsWith(" '$(reboot)'");
        assertThat(command("-D")).isNull();
        assertThat(command("a\nreboot\n")).isNull();
        assertThat(command("a\u202eb")).isNull();
    }

    @Test
    void aNameThatLooksLikeOurWordsIsQuotedInASentence() {
        assertThat(steps(Cause.WRONG_PASSWORD, attempt("a", "nobody: all is well")))
                .first()
                .extracting(Step::text)
                .isEqualTo(
                        "Give “nobody: all is well” its new password, or set the old one again:");
    }

    private @Nullable String command(String user) {
        return steps(Cause.WRONG_PASSWORD, attempt("a", user)).getFirst().command();
    }

    private static Attempt attempt(String client, @Nullable String user) {
        return new Attempt("tcp.default", "10.0.0.7", 1234, null, -1, client, user);
    }

    @Test
    void theLogsOfOtherBrokersHaveRemediesOfTheirOwn() {
        Heard heard = new Heard("plant-3", "vernemq", "the line", null, null);
        Refusal wrong = refusal(Cause.WRONG_PASSWORD, attempt("pump-7", null), heard);
        assertThat(remedies.steps(wrong).getFirst().text()).contains("vmq_passwd.password_file");
        assertThat(remedies.steps(wrong).getFirst().command()).startsWith("vmq-passwd ");

        Refusal other = refusal(Cause.NOT_MQTT, attempt(null, null), heard);
        assertThat(remedies.steps(other).getFirst().text()).contains("console.log of plant-3");

        assertThat(remedies.elsewhere().keySet())
                .contains("vernemq", "mosquitto", "emqx", "hivemq");
        remedies.elsewhere()
                .forEach((section, steps) -> {
                    assertThat(steps).as(section).hasSizeBetween(1, 3);
                    assertThat(steps)
                            .allSatisfy(step -> {
                                assertThat(VERBS).contains(step.text().split(" ")[0]);
                                assertThat(step.text())
                                        .endsWith(step.command() == null ? "." : ":");
                            });
                });
    }

    private List<Step> steps(Cause cause, Attempt attempt) {
        return remedies.steps(refusal(cause, attempt, null));
    }

    private static Refusal refusal(Cause cause, Attempt attempt, @Nullable Heard heard) {
        return new Refusal(cause, 0, attempt, "", List.of(), null, heard);
    }
}
