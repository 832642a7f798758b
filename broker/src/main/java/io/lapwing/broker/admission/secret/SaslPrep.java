// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Prepares user names and passwords for comparison, so that what looks the same is the same (RFC
 * 4013). Characters that Java's Unicode does not know yet are forbidden, as for stored strings.
 */
public final class SaslPrep {
    private static final String MAPPED_TO_NOTHING =
            "\u00AD\u034F\u1806\u180B\u180C\u180D\u200B\u200C\u200D\u2060\uFEFF";

    private SaslPrep() {}

    /** The text of UTF-8 bytes; null if they are none. */
    public static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The prepared text; null when it holds what is forbidden. */
    public static @Nullable String prepare(String text) {
        String prepared =
                isPlain(text) ? text : Normalizer.normalize(mapped(text), Normalizer.Form.NFKC);
        boolean allowed = prepared.codePoints().noneMatch(SaslPrep::isForbidden);
        return allowed && isOneWay(prepared) ? prepared : null;
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** RFC 4013 §2.1: spaces become the space, and some characters vanish. */
    private static String mapped(String text) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> MAPPED_TO_NOTHING.indexOf(c) < 0 && !isVariationSelector(c))
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(mapped::appendCodePoint);
        return mapped.toString();
    }

    private static boolean isVariationSelector(int c) {
        return c >= 0xFE00 && c <= 0xFE0F;
    }

    /** RFC 4013 §2.3 and §2.5. */
    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default ->
                    // What changes how others are shown, and what describes characters.
                    c == 0x0340
                            || c == 0x0341
                            || c >= 0xFFF9 && c <= 0xFFFD
                            || c >= 0x2FF0 && c <= 0x2FFB;
        };
    }

    /** RFC 3454 §6: what is read from the right stands alone, and begins and ends the text. */
    private static boolean isOneWay(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isFromTheRight)) {
            return true;
        }
        boolean mixed =
                text.codePoints()
                        .anyMatch(c ->
                                Character.getDirectionality(c)
                                        == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return !mixed
                && isFromTheRight(text.codePointAt(0))
                && isFromTheRight(text.codePointBefore(text.length()));
    }

    private static boolean isFromTheRight(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
