// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.lapwing.base.Clock;
import io.lapwing.base.Metrics;
import io.lapwing.base.Owner;
import io.lapwing.base.Series;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Hands events to the thread that owns one output. Whoever logs never waits: when the queue is full
 * the line is dropped, counted, and the loss is said in the log once there is room again.
 */
final class BoundedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    static final int QUEUE_MAX = 8_192;

    private static final ZoneId ZONE = ZoneId.systemDefault();

    private final LineSink sink;
    private final LineFormat format;
    private final Clock clock;
    private final Metrics metrics;
    private final Series dropped;
    private final Series failed;
    private final Owner owner;
    private long droppedTold;
    private boolean failing;

    BoundedAppender(String output, LineSink sink, LineFormat format, Clock clock, Metrics metrics) {
        setName(output);
        this.sink = sink;
        this.format = format;
        this.clock = clock;
        this.metrics = metrics;
        this.dropped = metrics.series(LogMetrics.DROPPED, output);
        this.failed = metrics.series(LogMetrics.FAILED, output);
        this.owner = Owner.start("log-" + output, QUEUE_MAX);
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (!owner.tell(() -> write(event))) {
            metrics.shared().increment(dropped);
        }
    }

    /** Waits until what was logged so far is written. */
    void drain() {
        boolean unused = owner.ask(this::flush);
    }

    /** Writes what waits, then closes the output. */
    @Override
    public void stop() {
        super.stop();
        owner.tell(this::closeSink);
        owner.close();
    }

    private void write(ILoggingEvent event) {
        try {
            tellDrops();
            sink.write(format.line(event, ZONE));
            failing = false;
        } catch (IOException e) {
            fail(e);
        }
        if (owner.waiting() == 0) {
            boolean unused = flush();
        }
    }

    private boolean flush() {
        try {
            sink.flush();
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    private void tellDrops() throws IOException {
        long droppedNow = metrics.value(dropped);
        if (droppedNow > droppedTold && owner.waiting() < QUEUE_MAX / 2) {
            String text =
                    (droppedNow - droppedTold)
                            + " log lines were dropped here: "
                            + getName()
                            + " was too slow for them";
            String now = LineFormat.timeOf(Instant.ofEpochMilli(clock.epochMillis()), ZONE);
            sink.write(format.line(now, "warning", BoundedAppender.class.getName(), text, ""));
            droppedTold = droppedNow;
        }
    }

    /**
     * Said once on standard error, which is all that is left; then counted until it works again.
     */
    private void fail(IOException e) {
        metrics.shared().increment(failed);
        if (!failing) {
            addError("the log cannot be written to " + getName(), e);
            System.err.println("the log cannot be written to " + getName() + ": " + e);
        }
        failing = true;
        closeSink();
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (IOException e) {
            addError("the log's output cannot be closed", e);
        }
    }
}
