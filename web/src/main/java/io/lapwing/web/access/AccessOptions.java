// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import java.nio.file.Path;
import java.util.List;

/** What an operator may set about who asks over HTTP. */
public final class AccessOptions {
    static final String APIKEY = "apikey";
    static final String NOAUTH = "noauth";

    static final Option<Path> KEYS_FILE =
            Option.file(
                    "http_apikeys_file",
                    "",
                    "File of API keys, as `lapwing api-key` writes it; with it, or with users,"
                            + " whoever asks has to log in.");
    static final Option<Path> USERS_FILE =
            Option.file(
                    "http_users_file",
                    "",
                    "File of the users who may log in to the page, as `lapwing passwd` writes it.");
    static final Option<String> AUTH_MODE =
            Option.choice(
                    "http_module.$name.auth.mode",
                    "",
                    List.of("", APIKEY, NOAUTH),
                    "Whether a part of the HTTP side needs a login once keys or users are set:"
                            + " vmq_metrics_http, vmq_health_http and vmq_status_http do not"
                            + " unless told, vmq_http_mgmt_api (the page and what it asks) does.");

    /** Every option of this package. */
    public static final List<Option<?>> ALL = List.of(KEYS_FILE, USERS_FILE, AUTH_MODE);

    private AccessOptions() {}

    /** Whether whoever asks has to log in. */
    public static boolean isGuarded(Config config) {
        return !config.get(KEYS_FILE).toString().isEmpty()
                || !config.get(USERS_FILE).toString().isEmpty();
    }
}
