// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.net.Bind;
import io.lapwing.broker.net.ListenerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What several options together must not do: open the broker to everybody by accident. */
final class Precautions {
    private Precautions() {}

    static List<String> errors(Config config) {
        if (!AdmissionOptions.nothingConfigured(config)) {
            return List.of();
        }
        return config.instances(ListenerOptions.ADDRESS).stream()
                .filter(instance -> !isLoopback(config.get(ListenerOptions.ADDRESS, instance)))
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

    /** A Unix socket is open to this machine only. */
    private static boolean isLoopback(Bind bind) {
        InetSocketAddress address = bind.network();
        if (address == null) {
            return true;
        }
        try {
            return InetAddress.getByName(address.getHostString()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true; // nothing will be opened there: the listener says so itself
        }
    }
}
