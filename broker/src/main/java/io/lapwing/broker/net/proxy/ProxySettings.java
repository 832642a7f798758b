// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.proxy;

import io.lapwing.base.Config;
import org.jspecify.annotations.Nullable;

/** What one listener believes of a proxy's PROXY header. */
public record ProxySettings(Addresses trusted, boolean userFromName) {
    /** Null where connections begin without such a header. */
    public static @Nullable ProxySettings of(Config config, String listener) {
        return config.get(ProxyOptions.PROXY_PROTOCOL, listener)
                ? new ProxySettings(
                        config.get(ProxyOptions.TRUSTED, listener),
                        config.get(ProxyOptions.NAME_AS_USER, listener))
                : null;
    }
}
