// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.app.log.LogMetrics;
import io.lapwing.base.Family;
import io.lapwing.broker.refusals.RefusalMetrics;
import java.util.ArrayList;
import java.util.List;

/** Every metric of the program: the lists of all rooms. */
final class AppMetrics {
    static final List<Family> ALL = all();

    private AppMetrics() {}

    private static List<Family> all() {
        List<Family> all = new ArrayList<>();
        all.addAll(RefusalMetrics.ALL);
        all.addAll(LogMetrics.ALL);
        return List.copyOf(all);
    }
}
