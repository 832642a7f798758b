// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app;

import io.lapwing.agent.collect.TargetOptions;
import io.lapwing.app.log.Logging;
import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** What a start prints for the person in front of it: where everything is. */
final class Banner {
    private static final String NOTHING_CONFIGURED =
            """

              Nothing is configured: every client on this machine may connect without a
              password, and no other machine can connect at all. To let users in:
                ./lapwing passwd lapwing.passwd NAME
                ./lapwing start --set vmq_passwd.password_file=lapwing.passwd
            """;

    private static final String NOBODY_MAY_CONNECT =
            """

              Nobody can connect: allow_anonymous is off, and no vmq_passwd.password_file names
              users. ./lapwing passwd lapwing.passwd NAME makes one.
            """;

    private Banner() {}

    static String of(Program program, Settings settings) {
        Config config = settings.config();
        Path file = settings.file();
        StringBuilder banner = new StringBuilder();
        banner.append("Lapwing ").append(Version.NUMBER).append("\n\n");
        program.broker()
                .listeners()
                .forEach(listener -> line(banner, "mqtt", listener.name(), listener.address()));
        program.web()
                .bound()
                .forEach(page -> line(banner, "page", page.name(), url(page.address())));
        line(banner, "conf", "", file == null ? "none found" : file.toAbsolutePath().toString());
        line(banner, "data", "", settings.data().toString());
        line(banner, "log", "", Logging.fileOf(config, settings.data()).toString());
        TargetOptions.wishes(config)
                .forEach(each -> line(banner, "watch", each.name(), each.address()));
        if (settings.form() == Settings.Form.WATCH) {
            return banner.append('\n').toString();
        }
        if (AdmissionOptions.nothingConfigured(config)) {
            banner.append(NOTHING_CONFIGURED);
        } else if (AdmissionOptions.nobodyMayConnect(config)) {
            banner.append(NOBODY_MAY_CONNECT);
        }
        return banner.append('\n').toString();
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + address.getPort() + "/";
    }

    private static void line(StringBuilder banner, String what, String name, String where) {
        banner.append(String.format("  %-5s %-14s %s%n", what, name, where));
    }
}
