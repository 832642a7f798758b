// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import java.io.PrintStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A start from the command line: all errors or the banner, and then the wait for the end. */
final class Start {
    private static final Logger LOG = LoggerFactory.getLogger(Start.class);

    /** A stop that takes longer is cut off. Closing clients and flushing logs need far less. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private Start() {}

    /** Returns only when nothing was started; a signal ends what was. */
    static int untilStopped(Settings settings) {
        if (!settings.errors().isEmpty()) {
            settings.errors().forEach(System.err::println);
            return Main.WRONG_USE;
        }
        PrintStream out = System.out;
        try {
            Program program = Program.start(settings, out);
            Thread stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(program));
            Runtime.getRuntime().addShutdownHook(stop);
            out.print(Banner.of(program, settings));
            program.log().drain();
            out.println("ready");
            out.flush();
            Thread.currentThread().join(); // for ever: the hook ends the process
        } catch (StartFailed e) {
            System.err.println("lapwing: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Main.WRONG_USE;
    }

    /** Runs in the shutdown hook. The exit code says whether the stop was clean. */
    private static void stop(Program program) {
        LOG.info("stopping: the process was asked to end");
        Thread closing = Thread.ofPlatform().name("closing").daemon().start(program::close);
        try {
            boolean clean = closing.join(STOP_LIMIT);
            Runtime.getRuntime().halt(clean ? Main.DONE : Main.FAILED);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(Main.FAILED);
        }
    }
}
