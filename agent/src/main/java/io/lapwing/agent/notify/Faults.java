// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.notify;

import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong with the files of notifications: counted, and logged once until it works. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final NotifyMetrics metrics;
    private boolean told;

    Faults(NotifyMetrics metrics) {
        this.metrics = metrics;
    }

    /** Something could not be written; it is in memory only. */
    void disk(IOException e) {
        metrics.notKept();
        if (!told) {
            told = true;
            LOG.warn("notifications are kept in memory only: {}", DiskFault.why(e));
        }
    }

    /** So many lines of a file are damaged; the others hold. */
    void damaged(Path file, int lines) {
        if (lines > 0) {
            metrics.damaged(lines);
            LOG.warn("{} has {} damaged lines, which are left out", file, lines);
        }
    }
}
