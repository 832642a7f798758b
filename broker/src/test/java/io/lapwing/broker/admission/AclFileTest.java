// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.base.Event;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import io.lapwing.base.Metrics;
import io.lapwing.protocol.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AclFileTest {
    private static final Client ANYBODY = client("c", null);
    private static final Client ALICE = client("alice-phone", "alice");

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final Events events = new Events(clock);
    @TempDir private Path folder;

    @Test
    void whatNoRuleAllowsIsDenied() throws Exception {
        AclFile acl = acl("# nothing yet");

        assertThat(acl.publish(ALICE, "a"))
                .isEqualTo(
                        Decision.undecided(
                                "no rule allows “alice” to publish to “a”", "rules.acl"));
        assertThat(acl.subscribe(ANYBODY, "a/#"))
                .isEqualTo(
                        Decision.undecided(
                                "no rule allows a client without a user name to subscribe to"
                                        + " “a/#”",
                                "rules.acl"));
    }

    @Test
    void rulesAboveTheFirstUserAreEverybodysAndTheOthersTheUsers() throws Exception {
        AclFile acl =
                acl(
                        "topic read news/#",
                        "topic write in/+",
                        "topic both",
                        "",
                        "user alice",
                        "topic alice/#");

        assertThat(acl.publish(ANYBODY, "in/7"))
                .isEqualTo(Decision.allowed("a rule allows it", "rules.acl, line 2"));
        assertThat(acl.publish(ANYBODY, "news/today").allowed()).isFalse();
        assertThat(acl.subscribe(ANYBODY, "news/+/x").allowed()).isTrue();
        assertThat(acl.subscribe(ANYBODY, "in/7").allowed()).isFalse();
        assertThat(acl.publish(ANYBODY, "both").allowed()).isTrue();
        assertThat(acl.subscribe(ANYBODY, "both").allowed()).isTrue();
        assertThat(acl.publish(ANYBODY, "alice/x").allowed()).isFalse();
        assertThat(acl.publish(ALICE, "alice/x").detail()).isEqualTo("rules.acl, line 6");
        assertThat(acl.publish(ALICE, "in/7").allowed()).isTrue();
    }

    @Test
    void aDenyBeatsEveryRuleThatAllows() throws Exception {
        AclFile acl = acl("topic readwrite a/#", "topic deny a/secret/#");

        assertThat(acl.publish(ALICE, "a/open").allowed()).isTrue();
        assertThat(acl.publish(ALICE, "a/secret/1"))
                .isEqualTo(
                        Decision.denied(
                                "a rule denies “alice” to publish to “a/secret/1”",
                                "rules.acl, line 2"));
        assertThat(acl.subscribe(ALICE, "a/open/#").allowed()).isTrue();
        assertThat(acl.subscribe(ALICE, "a/#").allowed()).isFalse();
        assertThat(acl.subscribe(ALICE, "a/+/1").allowed()).isFalse();
    }

    @Test
    void aPatternNamesTheClientAsALevelOrInsideOne() throws Exception {
        AclFile acl = acl("pattern write up/%u/%c", "pattern read down/%c/#", "pattern x/%u-y");

        assertThat(acl.publish(ALICE, "up/alice/alice-phone").allowed()).isTrue();
        assertThat(acl.publish(ALICE, "up/bob/alice-phone").allowed()).isFalse();
        assertThat(acl.publish(ANYBODY, "up//c").allowed()).isFalse();
        assertThat(acl.subscribe(ALICE, "down/alice-phone/+").allowed()).isTrue();
        assertThat(acl.subscribe(ALICE, "down/+/x").allowed()).isFalse();
        assertThat(acl.publish(ALICE, "x/alice-y").allowed()).isTrue();
        assertThat(acl.publish(ALICE, "x/bob-y").allowed()).isFalse();
        assertThat(acl.publish(ALICE, "x/%u-y").allowed()).isFalse();
        assertThat(acl.publish(ANYBODY, "x/-y").allowed()).isFalse();
    }

    @Test
    void aClientCannotNameItselfAsAWildcard() throws Exception {
        AclFile acl = acl("pattern read down/%c/x", "pattern read u/%u");

        assertThat(acl.subscribe(client("+", null), "down/+/x").allowed()).isFalse();
        assertThat(acl.subscribe(client("#", "#"), "u/#").allowed()).isFalse();
        assertThat(acl.subscribe(client("a/b", "a/b"), "u/a/b").allowed()).isFalse();
    }

    @Test
    void aWildcardAtTheStartHidesTopicsOfTheServer() throws Exception {
        AclFile acl = acl("topic #");

        assertThat(acl.publish(ALICE, "any/thing").allowed()).isTrue();
        assertThat(acl.publish(ALICE, "$SYS/x").allowed()).isFalse();
        assertThat(acl.subscribe(ALICE, "$SYS/#").allowed()).isFalse();
    }

    @Test
    void aBadLineIsNamedAndWhatFollowsABadUserIsNobodys() throws Exception {
        AclFile acl =
                acl("topic read a/#/b", "grant x", "user", "topic lost", "user bob", "topic kept");

        assertThat(acl.badLines()).isEqualTo(4);
        assertThat(acl.publish(client("c", "bob"), "kept").allowed()).isTrue();
        assertThat(acl.publish(ALICE, "lost").allowed()).isFalse();
        assertThat(texts())
                .contains(
                        "rules.acl line 2: it begins with none of user, topic and pattern",
                        "rules.acl line 3: the user has no name",
                        "rules.acl: 1 more bad lines");
    }

    @Test
    void changedRulesAreReadAndUnreadableOnesAreNot() throws Exception {
        AclFile acl = acl("topic a");
        acl("topic b");
        acl.look();
        acl.look();
        assertThat(acl.publish(ALICE, "a").allowed()).isFalse();
        assertThat(acl.publish(ALICE, "b").allowed()).isTrue();
        assertThat(texts()).containsExactly("rules.acl reloaded");

        Files.writeString(folder.resolve("rules.acl"), "nonsense\n");
        acl.look();
        acl.look();

        assertThat(acl.publish(ALICE, "b").allowed()).isTrue();
        assertThat(texts().getFirst())
                .isEqualTo("rules.acl was not reloaded: no line of it can be read");
        assertThatThrownBy(
                        () -> AclFile.start(folder.resolve("none"), clock, new Metrics(), events))
                .hasMessage("vmq_acl.acl_file = " + folder.resolve("none") + ": it is not there");
    }

    @Test
    void matchingIsWhatTheProtocolSaysAndCoveringFollowsFromIt() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String one = filter(random);
            String two = filter(random);
            String name = name(random);
            assertThat(search(one, AclRule.Access.WRITE, name).allowsPublish() > 0)
                    .as("%s matches %s", one, name)
                    .isEqualTo(Topics.matches(one, name));
            boolean both = Topics.matches(one, name) && Topics.matches(two, name);
            if (Topics.matches(two, name)
                    && search(one, AclRule.Access.READ, two).allowsSubscribe() > 0) {
                assertThat(Topics.matches(one, name)).as("%s covers %s", one, two).isTrue();
            }
            if (both) {
                assertThat(search(one, AclRule.Access.DENY, two).deniesSubscribe())
                        .as("%s overlaps %s", one, two)
                        .isPositive();
            }
        }
    }

    private static RuleSearch search(String rule, AclRule.Access access, String asked) {
        RuleTree tree = new RuleTree();
        tree.add(RuleTree.EVERYBODY, AclRule.split(rule), false, access, 1);
        return new RuleSearch(tree, ANYBODY, asked);
    }

    private AclFile acl(String... lines) throws Exception {
        Path path = folder.resolve("rules.acl");
        Files.writeString(path, String.join("\n", lines));
        return AclFile.start(path, clock, new Metrics(), events);
    }

    private List<String> texts() {
        return events.newest(100).stream().map(Event::text).toList();
    }

    private static Client client(String id, @Nullable String user) {
        return new Client(id, user);
    }

    private static String filter(Random random) {
        String levels = name(random);
        StringBuilder filter = new StringBuilder();
        for (String level : levels.split("/", -1)) {
            String shown = random.nextInt(4) == 0 ? "+" : level;
            filter.append(filter.isEmpty() ? "" : "/").append(shown);
        }
        return random.nextInt(4) == 0 ? filter + "/#" : filter.toString();
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder(random.nextInt(8) == 0 ? "$" : "");
        int levels = 1 + random.nextInt(3);
        for (int i = 0; i < levels; i++) {
            name.append(i == 0 ? "" : "/").append((char) ('a' + random.nextInt(2)));
        }
        return name.toString();
    }
}
