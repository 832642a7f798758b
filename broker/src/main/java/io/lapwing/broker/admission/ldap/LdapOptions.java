// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.ldap;

import io.lapwing.base.Option;
import java.time.Duration;
import java.util.List;

/** What an operator may set about a directory. VerneMQ has no such keys. */
public final class LdapOptions {
    static final Option<String> URL =
            Option.text(
                    "ldap.url",
                    "ldap://localhost:389",
                    "The directory: ldap://HOST:PORT, or ldaps:// for TLS.");
    static final Option<Boolean> STARTTLS =
            Option.flag("ldap.starttls", false, "Begin TLS on an ldap:// connection.");
    static final Option<String> USER_DN =
            Option.text(
                    "ldap.user_dn",
                    "",
                    "The name in the directory of a user, with %u for the user name, as in"
                            + " uid=%u,ou=people,dc=example,dc=org. Empty: it is searched for.");
    static final Option<String> BASE =
            Option.text("ldap.base", "", "Below what users are searched for.");
    static final Option<String> FILTER =
            Option.text(
                    "ldap.filter",
                    "(uid=%u)",
                    "How a user is found, with %u for the user name and %c for the client id.");
    static final Option<String> BIND_DN =
            Option.text("ldap.bind_dn", "", "Who searches; anybody (anonymous) if empty.");
    static final Option<String> BIND_PASSWORD =
            Option.text("ldap.bind_password", "", "The password of who searches.").kept();
    static final Option<String> GROUP_BASE =
            Option.text("ldap.group_base", "", "Below what groups are searched for.");
    static final Option<String> GROUP_FILTER =
            Option.text(
                    "ldap.group_filter",
                    "",
                    "A user is let in only when this finds something, with %d for the user's name"
                            + " in the directory, as in (&(cn=mqtt)(member=%d)). Empty: no group is"
                            + " needed.");
    static final Option<Integer> POOL_SIZE =
            Option.integer("ldap.pool_size", 10, 1, 1_000, "Logins checked at a time.");
    static final Option<Duration> PATIENCE =
            Option.millis(
                    "ldap.timeout",
                    Duration.ofSeconds(4),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(1),
                    "Longest wait for each answer of the directory.");

    /** Every option of directories. */
    public static final List<Option<?>> ALL =
            List.of(
                    URL,
                    STARTTLS,
                    USER_DN,
                    BASE,
                    FILTER,
                    BIND_DN,
                    BIND_PASSWORD,
                    GROUP_BASE,
                    GROUP_FILTER,
                    POOL_SIZE,
                    PATIENCE);

    private LdapOptions() {}
}
