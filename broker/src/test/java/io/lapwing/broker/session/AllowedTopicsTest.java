// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowedTopicsTest {
    private final AllowedTopics topics = new AllowedTopics();

    private boolean has(String topic, int version) {
        return topics.has(topic.getBytes(UTF_8), version);
    }

    private void add(String topic, int version) {
        topics.add(topic.getBytes(UTF_8), version);
    }

    @Test
    void aTopicIsRememberedToTheByte() {
        add("a/b", 1);

        assertThat(has("a/b", 1)).isTrue();
        assertThat(has("a/c", 1)).isFalse();
        assertThat(has("a/b/", 1)).isFalse();
    }

    @Test
    void newRulesForgetAllThatWasAllowed() {
        add("a", 1);
        assertThat(has("a", 2)).isFalse();

        add("b", 2);

        assertThat(has("b", 2)).isTrue();
        assertThat(has("a", 2)).isFalse();
    }

    @Test
    void aFewHundredTopicsOfOneClientFindRoomTogether() {
        for (int i = 0; i < 300; i++) {
            add("plant/meter-" + i + "/power", 1);
        }

        long known = 0;
        for (int i = 0; i < 300; i++) {
            known += has("plant/meter-" + i + "/power", 1) ? 1 : 0;
        }
        assertThat(known).isGreaterThan(200);
    }

    @Test
    void moreTopicsThanTheBoundPushEachOtherOut() {
        for (int i = 0; i < 3 * AllowedTopics.TOPICS_MAX; i++) {
            add("t/" + i, 1);
            assertThat(has("t/" + i, 1)).isTrue();
        }
    }
}
