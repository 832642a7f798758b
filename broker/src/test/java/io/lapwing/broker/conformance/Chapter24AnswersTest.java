// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.conformance;

import static io.lapwing.broker.conformance.Bytes.hex;
import static io.lapwing.broker.conformance.Bytes.two;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.protocol.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much the answers of the server tell (5.0 §2.4, §3.1.2.11.4, §3.1.2.11.7). */
class Chapter24AnswersTest extends OverTheWire {
    private static final int REASON_STRING = 0x1F;
    private static final int USER_PROPERTY = 0x26;

    /** Every kind of answer, each to something that fails. */
    private List<Got> answersToFailures(Wire client) {
        String deep = "1/2/3/4/5/6/7/8/9/10/11"; // more than topic_max_depth
        List<Got> answers = new ArrayList<>();
        client.publish(1, 1, fresh(), "nobody listens");
        answers.add(client.next(Got.PUBACK));
        client.publish(1, 2, "$denied", "x");
        answers.add(client.next(Got.PUBACK));
        client.publish(2, 3, fresh(), "nobody listens");
        answers.add(client.next(Got.PUBREC));
        client.publish(2, 4, "$denied", "x");
        answers.add(client.next(Got.PUBREC));
        client.ack(Got.PUBREL, 99);
        answers.add(client.next(Got.PUBCOMP));
        client.ack(Got.PUBREC, 99);
        answers.add(client.next(Got.PUBREL));
        client.sendSubscribe(5, deep, 0);
        answers.add(client.next(Got.SUBACK));
        client.send(0xA2, two(6), client.properties(), fresh());
        answers.add(client.next(Got.UNSUBACK));
        client.sendBytes(hex("0000"));
        answers.add(client.next(Got.DISCONNECT));
        client.expectClosed();
        return answers;
    }

    @Test
    @Requirement({
        "MQTT-3.1.2-24",
        "MQTT-3.4.2-2",
        "MQTT-3.4.2-3",
        "MQTT-3.5.2-2",
        "MQTT-3.5.2-3",
        "MQTT-3.6.2-2",
        "MQTT-3.6.2-3",
        "MQTT-3.7.2-2",
        "MQTT-3.7.2-3",
        "MQTT-3.9.2-1",
        "MQTT-3.9.2-2",
        "MQTT-3.11.2-1",
        "MQTT-3.11.2-2",
        "MQTT-3.14.2-3",
        "MQTT-3.14.2-4"
    })
    void noAnswerIsLargerThanTheClientAllows() {
        int max = 16;
        Wire client = open(V5);
        client.connect(0x02, hex("27 00000010"), fresh()).accepted();

        assertThat(answersToFailures(client))
                .allMatch(answer -> answer.body().length + 2 <= max, "fits");
    }

    @Test
    @Requirement("MQTT-3.1.2-29")
    void withoutProblemInformationNoAnswerExplainsItself() {
        Wire client = open(V5);
        client.connect(0x02, hex("17 00"), fresh()).accepted();

        assertThat(answersToFailures(client))
                .filteredOn(answer -> answer.type() != Got.DISCONNECT)
                .allMatch(answer -> answer.property(REASON_STRING).isEmpty(), "no reason string")
                .allMatch(answer -> answer.property(USER_PROPERTY).isEmpty(), "no user property");
    }

    @Test
    @Requirement({
        "MQTT-3.4.2-1",
        "MQTT-3.5.2-1",
        "MQTT-3.6.2-1",
        "MQTT-3.7.2-1",
        "MQTT-3.9.3-2",
        "MQTT-3.11.3-2",
        "MQTT-3.14.2-1"
    })
    void eachFailureHasAReasonOfItsTable() {
        List<Got> answers = answersToFailures(in(V5));

        assertThat(answers.subList(0, 6))
                .extracting(Got::reason)
                .containsExactly(0x10, 0x87, 0x10, 0x87, 0x92, 0x92);
        assertThat(answers.get(6).codes()).containsExactly(0x8F);
        assertThat(answers.get(7).codes()).containsExactly(0x11);
        assertThat(answers.get(8).byteAt(0)).isEqualTo(0x81);
    }

    /** Where not even the answer to CONNECT is allowed to be sent, nothing is. */
    @Test
    @Requirement({"MQTT-3.1.2-24", "MQTT-3.2.2-19", "MQTT-3.2.2-20"})
    void aClientThatTakesNoConnackGetsNone() {
        Wire client = open(V5);

        client.connect(0x02, hex("27 00000004"), fresh());

        client.expectClosed();
    }
}
