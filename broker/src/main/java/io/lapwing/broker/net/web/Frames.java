// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.web;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A client's frames (RFC 6455 §5), read where they lie: what they carry is unmasked and moved
 * together at the front of the bytes that came in, so that MQTT is read as from a plain socket,
 * however its packets are spread over frames. Only the header of a frame and the little that a
 * control frame carries are ever kept.
 */
final class Frames {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED_DATA = 1003;
    static final int TOO_BIG = 1009;

    private static final int HEADER_BYTES_MAX = 14;
    private static final int CONTROL_BYTES_MAX = 125;
    private static final byte[] NOTHING = {};

    /** Control frames that came in between. */
    interface Control {
        void onPing(byte[] payload);

        /** Nothing that follows is looked at. */
        void onClose(byte[] payload);

        /** A frame breaks the rules: it is to be answered with this code. */
        void onBroken(int code, String because);
    }

    private final Control control;
    private final long frameBytesMax;
    private final byte[] header = new byte[HEADER_BYTES_MAX];
    private int headerHeld;
    private byte[] held = NOTHING; // of a control frame
    private int opcode;
    private int mask;
    private long left;
    private boolean inFrame;
    private boolean inMessage;
    private boolean ended;

    Frames(Control control, long frameBytesMax) {
        this.control = control;
        this.frameBytesMax = frameBytesMax;
    }

    /** Whether a close frame, or a frame that broke the rules, was the last. */
    boolean hasEnded() {
        return ended;
    }

    /**
     * Reads what came; returns how many bytes of payload stand at the front now. What follows from
     * a frame that ends it all is told after that, by {@link #tellEnd}.
     */
    int read(byte[] bytes, int from, int to) {
        int at = from;
        int out = 0;
        while (at < to && !ended) {
            if (!inFrame) {
                at = readHeader(bytes, at, to);
            }
            if (inFrame) {
                int count = (int) Math.min(left, to - at);
                if (opcode >= CLOSE) {
                    hold(bytes, at, count);
                } else {
                    unmask(bytes, at, bytes, out, count);
                    out += count;
                }
                at += count;
                left -= count;
                if (left == 0) {
                    inFrame = false;
                    endFrame();
                }
            }
        }
        return out;
    }

    private Runnable end = () -> {};

    /** Tells how it ended, if it did, once what came before was dealt with. */
    void tellEnd() {
        Runnable told = end;
        end = () -> {};
        told.run();
    }

    private int readHeader(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && !inFrame && !ended) {
            header[headerHeld++] = bytes[at++];
            if (headerHeld >= 2 && headerHeld == headerLength()) {
                headerHeld = 0;
                begin();
            }
        }
        return at;
    }

    private int headerLength() {
        int mask = (header[1] & 0x80) == 0 ? 0 : 4;
        int length = header[1] & 0x7F;
        return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + mask;
    }

    /** A whole header is there. */
    private void begin() {
        boolean last = (header[0] & 0x80) != 0;
        opcode = header[0] & 0x0F;
        ByteBuffer in = ByteBuffer.wrap(header);
        int shortLength = header[1] & 0x7F;
        left =
                switch (shortLength) {
                    case 126 -> in.getShort(2) & 0xFFFF;
                    case 127 -> in.getLong(2);
                    default -> shortLength;
                };
        if ((header[0] & 0x70) != 0) {
            broken(PROTOCOL_ERROR, "a WebSocket frame has bits set for what was not agreed on");
        } else if ((header[1] & 0x80) == 0) {
            broken(PROTOCOL_ERROR, "a WebSocket frame is not masked");
        } else if (opcode == TEXT) {
            broken(UNSUPPORTED_DATA, "a WebSocket frame holds text, where MQTT is binary");
        } else if (opcode > PONG || opcode > BINARY && opcode < CLOSE) {
            broken(PROTOCOL_ERROR, "a WebSocket frame is of an unknown kind");
        } else if (opcode >= CLOSE && (!last || left > CONTROL_BYTES_MAX)) {
            broken(PROTOCOL_ERROR, "a WebSocket control frame is in pieces or too long");
        } else if (opcode == CONTINUATION && !inMessage || opcode == BINARY && inMessage) {
            broken(PROTOCOL_ERROR, "a WebSocket message is continued where there is none");
        } else if (left < 0 || left > frameBytesMax) {
            broken(TOO_BIG, "a WebSocket frame is longer than " + frameBytesMax + " bytes");
        } else {
            int at = shortLength == 126 ? 4 : shortLength == 127 ? 10 : 2;
            mask = in.getInt(at);
            inFrame = true;
            if (opcode < CLOSE) {
                inMessage = !last;
            }
        }
    }

    private void endFrame() {
        byte[] payload = held;
        switch (opcode) {
            case PING -> {
                held = NOTHING;
                control.onPing(payload);
            }
            case PONG -> held = NOTHING;
            case CLOSE -> {
                ended = true;
                end = () -> control.onClose(payload);
            }
            default -> {}
        }
    }

    private void broken(int code, String because) {
        ended = true;
        end = () -> control.onBroken(code, because);
    }

    private void hold(byte[] bytes, int at, int count) {
        int before = held.length;
        held = Arrays.copyOf(held, before + count);
        unmask(bytes, at, held, before, count);
    }

    /** Eight bytes at a time; where both are the same array, the target lies in front. */
    private void unmask(byte[] from, int at, byte[] to, int out, int count) {
        ByteBuffer source = ByteBuffer.wrap(from);
        ByteBuffer target = ByteBuffer.wrap(to);
        long eight = (long) mask << 32 | mask & 0xFFFF_FFFFL;
        int i = 0;
        for (; i <= count - 8; i += 8) {
            target.putLong(out + i, source.getLong(at + i) ^ eight);
        }
        for (; i < count; i++) {
            to[out + i] = (byte) (from[at + i] ^ mask >>> 24 - 8 * (i & 3));
        }
        mask = Integer.rotateLeft(mask, 8 * (count & 3));
    }
}
