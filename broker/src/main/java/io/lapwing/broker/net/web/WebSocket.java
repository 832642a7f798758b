// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.web;

import io.lapwing.broker.session.Connection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One connection's WebSocket, between its socket and MQTT: first the HTTP request, then frames. Its
 * connection's worker owns it.
 */
public final class WebSocket implements Frames.Control {
    /** Longest header of a frame of ours, which is not masked. */
    public static final int HEADER_BYTES_MAX = 10;

    private static final int REQUEST_BYTES_MAX = 16 * 1_024;
    private static final int NORMAL = 1000;
    private static final byte[] NOTHING = {};

    /** The socket beneath, and whoever leads the connection in. */
    public interface Surroundings {
        /** Writes bytes as they are. */
        void writeRaw(byte[] bytes, int length);

        /** Whether the network takes more. */
        boolean takesMore();

        /**
         * The client may be told yes: by whom and whence it comes is in the headers.
         *
         * @return what is wrong with them; null for nothing
         */
        Upgrade.@Nullable Denied admits(HttpRequest request);

        /** The request was answered with yes: MQTT begins. */
        void upgraded();

        /** A frame broke the rules. */
        void broken(String because);

        /** The request was answered with no. */
        void denied(Upgrade.Denied no);
    }

    private final WebSettings settings;
    private final Connection connection;
    private final Surroundings around;
    private final Frames frames;
    private byte @Nullable [] request = NOTHING; // until it is answered
    private int closeCode = NORMAL;
    private boolean isOpen;
    private boolean closeSent;

    public WebSocket(WebSettings settings, Connection connection, Surroundings around) {
        this.settings = settings;
        this.connection = connection;
        this.around = around;
        this.frames = new Frames(this, settings.frameBytesMax());
    }

    /** Bytes came; they are changed in place, and consumed before this returns. */
    public void onRead(byte[] bytes, int length) {
        if (request != null) {
            onRequest(request, bytes, length);
        } else if (frames.hasEnded() || !isOpen) {
            connection.onRead(bytes, length); // which throws them away
        } else {
            onFrames(bytes, 0, length);
        }
    }

    /** The header of a frame that carries so many bytes; returns its length. */
    public static int header(byte[] room, int payload) {
        return header(room, Frames.BINARY, payload);
    }

    /** Says goodbye in WebSocket's words, once, before the socket is closed. */
    public void close() {
        if (isOpen && !closeSent) {
            closeSent = true;
            sendControl(Frames.CLOSE, new byte[] {(byte) (closeCode >> 8), (byte) closeCode});
        }
    }

    @Override
    public void onPing(byte[] payload) {
        if (around.takesMore()) { // who does not read its answers gets none
            sendControl(Frames.PONG, payload);
        }
    }

    @Override
    public void onClose(byte[] payload) {
        if (payload.length >= 2) {
            closeCode = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }
        close();
        connection.onEnd();
    }

    @Override
    public void onBroken(int code, String because) {
        closeCode = code;
        around.broken(because);
    }

    private void onRequest(byte[] before, byte[] bytes, int length) {
        if (before.length == 0 && (bytes[0] < 'A' || bytes[0] > 'Z')) {
            deny(Upgrade.no(400, "the first bytes are no HTTP request"));
            return;
        }
        byte[] all = Arrays.copyOf(before, before.length + length);
        System.arraycopy(bytes, 0, all, before.length, length);
        int end = HttpRequest.end(all, all.length);
        if (end < 0 ? all.length > REQUEST_BYTES_MAX : end > REQUEST_BYTES_MAX) {
            deny(Upgrade.tooLong(REQUEST_BYTES_MAX));
        } else if (end < 0) {
            request = all;
        } else {
            answer(HttpRequest.read(all, end));
            if (isOpen && all.length > end) {
                onFrames(all, end, all.length);
            }
        }
    }

    private void answer(@Nullable HttpRequest read) {
        Upgrade upgrade = Upgrade.of(read, settings);
        Upgrade.Denied wrong = read == null ? null : around.admits(read);
        switch (upgrade) {
            case Upgrade.Denied no -> deny(no);
            case Upgrade.Accepted yes when wrong == null -> {
                request = null;
                isOpen = true;
                write(yes.answer());
                around.upgraded();
            }
            case Upgrade.Accepted unused -> deny(wrong);
        }
    }

    private void deny(Upgrade.@Nullable Denied no) {
        request = null;
        if (no != null) {
            write(no.answer());
            around.denied(no);
        }
    }

    private void onFrames(byte[] bytes, int from, int to) {
        int payload = frames.read(bytes, from, to);
        if (payload > 0) {
            connection.onRead(bytes, payload);
        }
        frames.tellEnd();
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        around.writeRaw(bytes, bytes.length);
    }

    private void sendControl(int opcode, byte[] payload) {
        byte[] frame = new byte[HEADER_BYTES_MAX + payload.length];
        int length = header(frame, opcode, payload.length);
        System.arraycopy(payload, 0, frame, length, payload.length);
        around.writeRaw(frame, length + payload.length);
    }

    private static int header(byte[] room, int opcode, int payload) {
        room[0] = (byte) (0x80 | opcode);
        if (payload < 126) {
            room[1] = (byte) payload;
            return 2;
        }
        if (payload < 0x1_0000) {
            room[1] = 126;
            room[2] = (byte) (payload >> 8);
            room[3] = (byte) payload;
            return 4;
        }
        room[1] = 127;
        for (int i = 0; i < 8; i++) {
            room[2 + i] = (byte) ((long) payload >> 56 - 8 * i);
        }
        return HEADER_BYTES_MAX;
    }
}
