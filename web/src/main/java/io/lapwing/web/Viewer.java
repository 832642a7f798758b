// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.web.http.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One page that follows the stream. The publisher puts updates into a bounded queue and never
 * waits; the request's own thread writes them out, as fast as the page reads.
 */
final class Viewer {
    /** Updates that wait for a slow page; it misses those that come when so many wait. */
    static final int QUEUE_MAX = 64;

    /** Updates missed one after another before a page counts as gone: about half a minute. */
    static final int MISSED_MAX = 60;

    /** What became of an update. */
    enum Offered {
        TAKEN,
        /** The page reads slowly and does not get this one. */
        MISSED,
        /** The page has read nothing for long. */
        STUCK
    }

    private static final long PING_SECONDS = 4;
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HELLO = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Thread thread = Thread.currentThread();
    private int missed;

    /** Hands over an update without waiting. Only the publisher calls this. */
    Offered offer(byte[] update) {
        if (waiting.offer(update)) {
            missed = 0;
            return Offered.TAKEN;
        }
        missed++;
        return missed < MISSED_MAX ? Offered.MISSED : Offered.STUCK;
    }

    /** Ends the stream after the update being written. */
    void end() {
        waiting.clear();
        if (!waiting.offer(END)) {
            cut(); // the publisher filled the queue again in this moment
        }
    }

    /** Ends the stream although its page does not read: an interrupt closes the socket. */
    void cut() {
        thread.interrupt();
    }

    /** Runs on the viewer's own thread until the page leaves or the stream ends. */
    void write(Answer.Sink sink) throws IOException {
        sink.send(HELLO);
        try {
            while (true) {
                byte[] next = waiting.poll(PING_SECONDS, TimeUnit.SECONDS);
                if (next != null && next.length == 0) {
                    return;
                }
                sink.send(next == null ? PING : next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
