// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.ReturnCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a refusal was heard of that was not ours: the log of another broker told it.
 *
 * @param target the name of that broker here
 * @param broker what it is: vernemq, mosquitto, emqx, hivemq
 * @param line as it stands in that log
 * @param reason3 the metric word of its answer if the client speaks MQTT 3; null: no answer
 * @param reason5 the same for MQTT 5
 */
public record Heard(
        String target,
        String broker,
        String line,
        @Nullable String reason3,
        @Nullable String reason5) {

    /** The word where all versions were told the same, or one only; else null: nobody can tell. */
    @Nullable String reason() {
        if (reason3 == null || reason5 == null) {
            return reason3 == null ? reason5 : reason3;
        }
        return Objects.equals(reason3, reason5) ? reason3 : null;
    }

    /** The codes it may have been, as "5 or 0x86"; closed when there was no answer. */
    String code() {
        List<String> codes = new ArrayList<>();
        Arrays.stream(ReturnCode.values())
                .filter(each -> each.label().equals(reason3))
                .forEach(each -> codes.add(Integer.toString(each.code())));
        Arrays.stream(ReasonCode.values())
                .filter(each -> each.label().equals(reason5))
                .limit(1)
                .forEach(each -> codes.add(hex(each)));
        return codes.isEmpty() ? "closed" : String.join(" or ", codes);
    }

    /** What the client was told, for people. */
    String answer() {
        if (reason3 == null && reason5 == null) {
            return "Closed without an answer";
        }
        return "Answered " + code() + ", as " + broker + " does for this";
    }

    private static String hex(ReasonCode reason) {
        return "0x" + HexFormat.of().withUpperCase().toHexDigits((byte) reason.code());
    }
}
