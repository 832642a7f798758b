// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.log;

import java.io.IOException;

/** Where finished lines end up. Only the log's own thread calls it. */
interface LineSink {
    void write(String line) throws IOException;

    /** Nothing more waits: what was written may be pushed out. */
    void flush() throws IOException;

    void close() throws IOException;
}
