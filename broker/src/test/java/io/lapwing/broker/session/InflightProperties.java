// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.MqttVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The window against a plain map, over random histories of sending and acknowledging. */
class InflightProperties {
    @Property(tries = 200)
    void anIdIsInFlightOnceAndFoundUntilItIsAcknowledged(@ForAll long seed) {
        Random random = new Random(seed);
        Inflight inflight = new Inflight();
        Map<Integer, String> model = new LinkedHashMap<>();
        for (int step = 0; step < 400; step++) {
            if (random.nextInt(5) < 3) {
                boolean qos2 = random.nextBoolean();
                int id = inflight.add(qos2 ? 2 : 1, message(step), 0);
                assertThat(model).doesNotContainKey(id);
                model.put(id, qos2 ? "qos 2" : "qos 1");
            } else {
                acknowledge(inflight, model, random);
            }
            assertThat(inflight.count()).isEqualTo(model.size());
        }
        List<Integer> left = new ArrayList<>();
        inflight.forEach((id, released, sentSecond) -> left.add(id));
        assertThat(left).containsExactlyElementsOf(model.keySet());
    }

    @Test
    void aFullRoundOfIdsStartsAgainAtOneAndNeverMeetsAMessageThatIsStuck() {
        Inflight inflight = new Inflight();
        int stuck = inflight.add(1, null, 0);
        int sent = 1;
        while (inflight.hasIds()) {
            int id = inflight.add(1, null, 0);
            assertThat(id).isBetween(1, 65_535).isNotEqualTo(stuck);
            assertThat(inflight.acknowledged(id)).isTrue();
            sent++;
        }
        assertThat(sent).isEqualTo(65_534);

        assertThat(inflight.acknowledged(stuck)).isTrue();
        assertThat(inflight.hasIds()).isTrue();
        assertThat(inflight.add(1, null, 0)).isEqualTo(65_535);
        assertThat(inflight.add(1, null, 0)).isEqualTo(1);
    }

    @Test
    void whatIsNotInFlightIsNotAcknowledged() {
        Inflight inflight = new Inflight();
        int id = inflight.add(1, null, 0);

        assertThat(inflight.acknowledged(0)).isFalse();
        assertThat(inflight.acknowledged(id + 1)).isFalse();
        assertThat(inflight.completed(id)).isFalse();
        assertThat(inflight.received(id, 0)).isFalse();
        assertThat(inflight.acknowledged(id)).isTrue();
        assertThat(inflight.acknowledged(id)).isFalse();
    }

    private static void acknowledge(Inflight inflight, Map<Integer, String> model, Random random) {
        int id = 1 + random.nextInt(400);
        String state = model.getOrDefault(id, "unknown");
        switch (random.nextInt(3)) {
            case 0 -> {
                assertThat(inflight.acknowledged(id)).isEqualTo(state.equals("qos 1"));
                if (state.equals("qos 1")) {
                    model.remove(id);
                }
            }
            case 1 -> {
                boolean owed = state.equals("qos 2") || state.equals("released");
                assertThat(inflight.received(id, 0)).isEqualTo(owed);
                if (owed) {
                    model.put(id, "released");
                }
            }
            default -> {
                assertThat(inflight.completed(id)).isEqualTo(state.equals("released"));
                if (state.equals("released")) {
                    model.remove(id);
                }
            }
        }
    }

    private static Message message(int number) {
        return new Message(
                new byte[] {(byte) number},
                MqttVersion.V5,
                1,
                false,
                null,
                0,
                Message.NEVER,
                null,
                0);
    }
}
