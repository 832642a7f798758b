// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import io.lapwing.agent.log.format.Line;
import io.lapwing.base.Latest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Entries of systemd's journal in its export format: lines {@code NAME=value}, or a name alone, the
 * length of the value in eight bytes, and the value; an empty line ends an entry.
 */
final class JournalEntries {
    private static final String MESSAGE = "MESSAGE";
    private static final String CURSOR = "__CURSOR";

    private final Intake intake;
    private final Latest<String> cursor = new Latest<>("");
    private final byte[] field = new byte[LineSplitter.LINE_BYTES_MAX];
    private final byte[] message = new byte[LineSplitter.LINE_BYTES_MAX];
    private final Line line = new Line();
    private int messageLength;
    private String entryCursor = "";

    JournalEntries(Intake intake) {
        this.intake = intake;
    }

    /** Of the last entry that was read. */
    String cursor() {
        return cursor.value();
    }

    /** Reads entries until the stream ends. */
    void read(InputStream in) throws IOException {
        int length = readLine(in);
        while (length >= 0) {
            if (length == 0) {
                ended();
            } else {
                field(in, length);
            }
            length = readLine(in);
        }
    }

    private void field(InputStream in, int length) throws IOException {
        int equals = 0;
        while (equals < length && field[equals] != '=') {
            equals++;
        }
        String name = new String(field, 0, equals, StandardCharsets.UTF_8);
        int from = equals + 1;
        int to = length;
        if (equals == length) {
            from = 0;
            to = readCounted(in);
        }
        if (name.equals(MESSAGE)) {
            messageLength = Math.max(0, to - from);
            System.arraycopy(field, from, message, 0, messageLength);
        } else if (name.equals(CURSOR)) {
            entryCursor = new String(field, from, Math.max(0, to - from), StandardCharsets.UTF_8);
        }
    }

    private void ended() {
        int start = 0;
        for (int at = 0; at <= messageLength; at++) {
            if (at == messageLength || message[at] == '\n') {
                if (at > start) {
                    intake.accept(line.set(message, start, at));
                }
                start = at + 1;
            }
        }
        messageLength = 0;
        cursor.set(entryCursor);
    }

    /** Fills the field up to its bound, skips the rest; −1 at the end of the stream. */
    private int readLine(InputStream in) throws IOException {
        int length = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return length;
            }
            if (length < field.length) {
                field[length++] = (byte) next;
            }
        }
        return -1;
    }

    private int readCounted(InputStream in) throws IOException {
        byte[] count = in.readNBytes(Long.BYTES);
        if (count.length < Long.BYTES) {
            throw new EOFException();
        }
        long length = ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int kept = (int) Math.min(field.length, Math.max(0, length));
        int got = in.readNBytes(field, 0, kept);
        in.skipNBytes(length - got + 1); // the line end behind it
        return got;
    }
}
