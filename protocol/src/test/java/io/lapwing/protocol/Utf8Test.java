// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    /** The bytes at the edges of UTF-8's ranges, where mistakes live, among plain ones. */
    private static final byte[] EDGES =
            HandWritten.bytes("7f 80 8f 90 9f a0 bf c1 c2 e0 ed ef f0 f4 f5 ff 00 'abcdefgh'");

    private final CharsetDecoder strict =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);

    @Test
    void everyCodePointButNulAndSurrogatesPassesWhereverItStands() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                continue;
            }
            byte[] bytes =
                    ("1234567" + Character.toString(c) + "12345678")
                            .getBytes(StandardCharsets.UTF_8);
            int invalid = Utf8.firstInvalid(bytes, 0, bytes.length);
            if (invalid != (c == 0 ? 7 : -1)) {
                throw new AssertionError(c + " is judged invalid at " + invalid);
            }
        }
    }

    @Test
    void everySequenceOfThreeBytesIsJudgedAsTheStrictDecoderDoes() {
        byte[] bytes = new byte[3];
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                for (int third = 1; third < 256; third += third == 0x7F ? 1 : 7) {
                    bytes[0] = (byte) first;
                    bytes[1] = (byte) second;
                    bytes[2] = (byte) third;
                    assertSameJudgement(bytes);
                }
            }
        }
    }

    @Test
    void randomBytesAreJudgedAsTheStrictDecoderDoes() {
        Random random = new Random(20_261_123);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = EDGES[random.nextInt(EDGES.length)];
            }
            assertSameJudgement(bytes);
        }
    }

    private void assertSameJudgement(byte[] bytes) {
        boolean valid = Utf8.firstInvalid(bytes, 0, bytes.length) < 0;
        if (valid != isTextWithoutNul(bytes)) {
            throw new AssertionError(java.util.HexFormat.of().formatHex(bytes) + " " + valid);
        }
    }

    private boolean isTextWithoutNul(byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        strict.reset();
        return !strict.decode(ByteBuffer.wrap(bytes), text, true).isError()
                && text.flip().chars().noneMatch(c -> c == 0);
    }

    @Test
    void theFirstBadByteIsNamed() {
        byte[] cesu = HandWritten.bytes("'12345678' 'ab' ed a0 80");
        byte[] overlong = HandWritten.bytes("'123456789' e0 80 af");
        byte[] nul = HandWritten.bytes("'12345678901' 00 '1234'");

        assertThat(Utf8.firstInvalid(cesu, 0, cesu.length)).isEqualTo(10);
        assertThat(Utf8.firstInvalid(overlong, 0, overlong.length)).isEqualTo(9);
        assertThat(Utf8.firstInvalid(nul, 0, nul.length)).isEqualTo(11);
        assertThat(Utf8.firstInvalid(nul, 0, 11)).isEqualTo(-1);
    }

    @Test
    void aWildcardIsFoundAtEveryPlaceAndNowhereElse() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes =
                    "\"$*,å/!a\u00a3\u00ab1234567890123456789012345678901234567890"
                            .substring(0, length)
                            .getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.firstWildcard(bytes, 0, bytes.length)).isEqualTo(-1);
            for (int at = 0; at < bytes.length; at++) {
                byte kept = bytes[at];
                bytes[at] = (byte) (at % 2 == 0 ? '+' : '#');
                assertThat(Utf8.firstWildcard(bytes, 0, bytes.length)).isEqualTo(at);
                assertThat(Utf8.firstWildcard(bytes, 0, at)).isEqualTo(-1);
                bytes[at] = kept;
            }
        }
    }

    @Test
    void aLoneSurrogateInAStringIsFound() {
        assertThat(Utf8.firstInvalid("ab\uD800")).isEqualTo(2);
        assertThat(Utf8.firstInvalid("a\uDC00\uD800")).isEqualTo(1);
        assertThat(Utf8.firstInvalid("\uD800x")).isEqualTo(0);
        assertThat(Utf8.firstInvalid("x\0")).isEqualTo(1);
        assertThat(Utf8.firstInvalid("x\uD83D\uDE00\uFEFF")).isEqualTo(-1);
    }
}
