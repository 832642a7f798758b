// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.ReturnCode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection attempt that ended without success: what was refused, why, and how far it came.
 *
 * @param because one clause for people, naming what decided
 * @param checks the ladder, as far as it was climbed
 * @param instead the MQTT 5 reason where it is another than the cause's usual one
 * @param heard where it was heard of; null for a refusal of our own
 */
public record Refusal(
        Cause cause,
        long atMillis,
        Attempt attempt,
        String because,
        List<Check> checks,
        @Nullable ReasonCode instead,
        @Nullable Heard heard) {
    private static final int BECAUSE_MAX = 512;

    /** A refusal with the usual answer of its cause. */
    public Refusal(
            Cause cause, long atMillis, Attempt attempt, String because, List<Check> checks) {
        this(cause, atMillis, attempt, because, checks, null, null);
    }

    /** A refusal with another answer than the cause's usual one. */
    public Refusal(
            Cause cause,
            long atMillis,
            Attempt attempt,
            String because,
            List<Check> checks,
            @Nullable ReasonCode instead) {
        this(cause, atMillis, attempt, because, checks, instead, null);
    }

    /** The target whose log told it; empty for a refusal of our own. */
    public String target() {
        return heard == null ? "" : heard.target();
    }

    /** What a client of MQTT 5 is told; null: it speaks another version, or gets no answer. */
    public @Nullable ReasonCode reasonCode() {
        if (!speaks5()) {
            return null;
        }
        return instead != null ? instead : cause.mqtt5();
    }

    /** What a client of MQTT 3 is told; null: it speaks another version, or gets no answer. */
    public @Nullable ReturnCode returnCode() {
        boolean unknown = attempt.version() == null && attempt.protocolLevel() < 0;
        return unknown || speaks5() ? null : cause.mqtt3();
    }

    /**
     * The code on the wire: 0x86 for MQTT 5, 4 for MQTT 3, closed when there is no answer; both
     * where a log does not tell the version.
     */
    public String code() {
        if (heard != null) {
            return heard.code();
        }
        ReasonCode reason = reasonCode();
        if (reason != null) {
            return "0x" + HexFormat.of().withUpperCase().toHexDigits((byte) reason.code());
        }
        ReturnCode code = returnCode();
        return code == null ? "closed" : Integer.toString(code.code());
    }

    /** The metric word of the code on the wire, such as bad_username_or_password. */
    public @Nullable String reason() {
        if (heard != null) {
            return heard.reason();
        }
        ReasonCode reason = reasonCode();
        if (reason != null) {
            return reason.label();
        }
        ReturnCode code = returnCode();
        return code == null ? null : code.label();
    }

    /** The same with every text of the client short enough to keep. */
    Refusal cut() {
        Attempt kept = attempt.cut();
        boolean asItIs = kept.equals(attempt) && because.length() <= BECAUSE_MAX;
        return asItIs
                ? this
                : new Refusal(
                        cause,
                        atMillis,
                        kept,
                        SafeText.cut(because, BECAUSE_MAX),
                        checks,
                        instead,
                        heard);
    }

    /** The same, with what the client was told as the last rung of the ladder. */
    Refusal answered() {
        List<Check> ladder = new ArrayList<>(checks);
        ladder.add(new Check(Check.Outcome.ANSWERED, answer(), null));
        return new Refusal(cause, atMillis, attempt, because, List.copyOf(ladder), instead, heard);
    }

    private String answer() {
        if (heard != null) {
            return heard.answer();
        }
        String reason = reason();
        return reason == null
                ? "Closed without an answer"
                : "Answered " + code() + " " + reason + ", then closed";
    }

    /** A level above 5 is a version to come, whose CONNACK begins as that of MQTT 5 does. */
    private boolean speaks5() {
        MqttVersion version = attempt.version();
        int level = attempt.protocolLevel();
        return version == null ? level >= 5 && level < 0x80 : version.isV5();
    }
}
