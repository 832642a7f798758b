// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import java.io.PrintStream;

/** Lines on standard output. */
record ConsoleSink(PrintStream out) implements LineSink {
    @Override
    public void write(String line) {
        out.print(line);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
