// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.net.ListenerOptions;
import java.util.List;

/** What several options together must not do: open the broker to everybody by accident. */
final class Precautions {
    private Precautions() {}

    static List<String> errors(Config config) {
        if (!AdmissionOptions.nothingConfigured(config)) {
            return List.of();
        }
        return config.instances(ListenerOptions.ADDRESS).stream()
                .filter(instance ->
                        !config.get(ListenerOptions.ADDRESS, instance).isOfThisMachine())
                .map(instance -> tooOpen(config, instance))
                .toList();
    }

    private static String tooOpen(Config config, String instance) {
        return config.sourceOf(ListenerOptions.ADDRESS, instance)
                + ": listener."
                + instance
                + ": other machines could connect without a password; name a"
                + " vmq_passwd.password_file, or set allow_anonymous = on if that is meant";
    }
}
