// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.proxy;

import io.lapwing.base.Option;
import java.util.List;

/** What an operator may set about proxies in front of a listener. */
public final class ProxyOptions {
    private static final String LISTENER = "listener.tcp|ssl|ws|wss.$name.";
    private static final String ALL_LISTENERS = "listener.tcp|ssl|ws|wss.";
    private static final String WEB = "listener.ws|wss.$name.";
    private static final String ALL_WEB = "listener.ws|wss.";

    static final Option<Boolean> PROXY_PROTOCOL =
            Option.flag(
                            LISTENER + "proxy_protocol",
                            false,
                            "Every connection begins with a header of the PROXY protocol, version 1"
                                    + " or 2, that says whom a proxy connects.")
                    .inheriting(ALL_LISTENERS + "proxy_protocol");
    static final Option<Addresses> TRUSTED =
            trusted(
                    LISTENER + "proxy_protocol_trusted",
                    "Proxies whose header is believed; whoever else connects is refused. Unless"
                            + " set, those with addresses of private networks.",
                    ALL_LISTENERS + "proxy_protocol_trusted");
    static final Option<Boolean> NAME_AS_USER =
            Option.flag(
                            LISTENER + "proxy_protocol_use_cn_as_username",
                            true,
                            "Take the user name from the common name of the certificate that the"
                                    + " proxy has checked, if it tells of one; it needs no password"
                                    + " then.")
                    .inheriting(ALL_LISTENERS + "proxy_protocol_use_cn_as_username");
    static final Option<Boolean> FORWARDED =
            Option.flag(
                            WEB + "proxy_xff_support",
                            false,
                            "Take the client's address from the header X-Forwarded-For that a proxy"
                                    + " adds.")
                    .inheriting(ALL_WEB + "proxy_xff_support");
    static final Option<Addresses> FORWARDED_TRUSTED =
            trusted(
                    WEB + "proxy_xff_trusted_intermediate",
                    "Proxies whose X-Forwarded-For is believed; whoever else connects is refused."
                            + " Unless set, those with addresses of private networks.",
                    ALL_WEB + "proxy_xff_trusted_intermediate");
    static final Option<Boolean> FORWARDED_NAME_AS_USER =
            Option.flag(
                    WEB + "proxy_xff_use_cn_as_username",
                    false,
                    "Take the user name from a header in which the proxy names the certificate it"
                            + " has checked; it needs no password then.");
    static final Option<String> FORWARDED_NAME =
            Option.text(
                    WEB + "proxy_xff_cn_header",
                    "x-ssl-client-cn",
                    "The header for proxy_xff_use_cn_as_username. The proxy must remove it from"
                            + " what clients send.");

    /** Every option of proxies. */
    public static final List<Option<?>> ALL =
            List.of(
                    PROXY_PROTOCOL,
                    TRUSTED,
                    NAME_AS_USER,
                    FORWARDED,
                    FORWARDED_TRUSTED,
                    FORWARDED_NAME_AS_USER,
                    FORWARDED_NAME);

    private ProxyOptions() {}

    private static Option<Addresses> trusted(String key, String meaning, String shared) {
        return Option.of(
                        key,
                        "addresses",
                        Addresses.of("private"),
                        Addresses::of,
                        Addresses.VALID,
                        meaning)
                .inheriting(shared);
    }
}
