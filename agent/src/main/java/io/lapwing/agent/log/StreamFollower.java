// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.io.IOException;
import java.io.InputStream;

/** Reads what is piped into this program, on a thread of its own, until it ends. */
final class StreamFollower implements Follower {
    private final InputStream in;
    private final LineSplitter splitter;
    private final LogCounts counts;
    private boolean started;

    StreamFollower(InputStream in, Intake intake, LogCounts counts) {
        this.in = in;
        this.splitter = intake.splitter();
        this.counts = counts;
    }

    @Override
    public void turn(long nowMillis) {
        if (!started) {
            started = true;
            Thread unused =
                    Thread.ofPlatform().name("log-standard-input").daemon().start(this::read);
        }
    }

    /** The thread ends with the input, or with the program. */
    @Override
    public void close() {}

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                splitter.accept(buffer, 0, got);
            }
            splitter.end();
            counts.waits("standard input has ended");
        } catch (IOException e) {
            counts.failed(String.valueOf(e.getMessage()));
        }
    }
}
