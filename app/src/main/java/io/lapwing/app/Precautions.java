// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.base.Config;
import java.util.ArrayList;
import java.util.List;

/** What several options together must not do: open the broker to everybody by accident. */
final class Precautions {
    private Precautions() {}

    static List<String> errors(Config config) {
        return new ArrayList<>();
    }
}
