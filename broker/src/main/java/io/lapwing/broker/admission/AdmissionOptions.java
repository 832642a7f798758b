// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Config;
import io.lapwing.base.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an operator may set about who is let in. */
public final class AdmissionOptions {
    public static final Option<Boolean> ALLOW_ANONYMOUS =
            Option.flag(
                    "allow_anonymous",
                    false,
                    "Let every client in without checking user name and password.");
    public static final Option<Path> PASSWORD_FILE =
            Option.file(
                    "vmq_passwd.password_file",
                    "",
                    "File of users and hashed passwords, as vmq-passwd and mosquitto_passwd"
                            + " write it; none if empty.");
    public static final Option<Duration> PASSWORD_RELOAD_INTERVAL =
            Option.seconds(
                    "vmq_passwd.password_reload_interval",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "0 never reads the password file again; any other value looks for a change"
                            + " every second.");
    public static final Option<Path> ACL_FILE =
            Option.file(
                    "vmq_acl.acl_file",
                    "",
                    "File of rules who may publish and subscribe to what; all is allowed if"
                            + " empty.");
    public static final Option<Duration> ACL_RELOAD_INTERVAL =
            Option.seconds(
                    "vmq_acl.acl_reload_interval",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    "0 never reads the rules again; any other value looks for a change every"
                            + " second.");
    public static final Option<Set<Integer>> ALLOWED_PROTOCOL_VERSIONS =
            Option.of(
                            "listener.tcp|ssl|ws|wss.$name.allowed_protocol_versions",
                            "list",
                            Set.of(3, 4, 5, 131, 132),
                            AdmissionOptions::levels,
                            "a list of 3, 4, 5, 131, 132",
                            "Protocol levels a listener takes: 3 is MQTT 3.1, 4 is 3.1.1, 5 is"
                                    + " 5.0; 131 and 132 are bridges of 3.1 and 3.1.1 (VerneMQ"
                                    + " leaves 132 out of its default).")
                    .inheriting("listener.tcp|ssl|ws|wss.allowed_protocol_versions");
    public static final Option<Integer> MAX_CONNECTION_RATE =
            Option.integer(
                            "listener.tcp|ssl|ws|wss.$name.max_connection_rate",
                            0,
                            0,
                            1_000_000,
                            "CONNECTs a second a listener takes before it refuses; 0 for any"
                                    + " number.")
                    .inheriting(
                            "listener.tcp|ssl|ws|wss.max_connection_rate",
                            "listener.max_connection_rate");
    public static final Option<Boolean> ALLOW_ANONYMOUS_OVERRIDE =
            Option.flag(
                    "listener.tcp|ssl|ws|wss.$name.allow_anonymous_override",
                    false,
                    "Let every client of this listener in without checking user name and password,"
                            + " also where allow_anonymous is off.");
    public static final Option<Integer> MAX_CLIENT_ID_SIZE =
            Option.integer(
                    "max_client_id_size",
                    100,
                    0,
                    65_535,
                    "Longest client id taken, in bytes of UTF-8.");
    public static final Option<Integer> MAX_CONNECTIONS_PER_ADDRESS =
            Option.integer(
                    "max_connections_per_address",
                    0,
                    0,
                    10_000_000,
                    "Connections one address may have at a time; 0 for any number.");
    public static final Option<Integer> MAX_QOS =
            Option.integer("max_qos", 2, 0, 2, "Highest QoS this server offers.");
    public static final Option<Boolean> RETAIN_AVAILABLE =
            Option.flag("retain_available", true, "Whether this server keeps retained messages.");
    public static final Option<Integer> TOPIC_MAX_DEPTH =
            Option.integer(
                    "topic_max_depth", 10, 1, 128, "Most levels a topic or a filter may have.");
    public static final Option<Duration> AUTH_TIMEOUT =
            Option.millis(
                    "auth_timeout",
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(1),
                    "Longest wait for the checks of a login, all together.");

    public static final Option<Boolean> WEBHOOKS =
            Option.flag(
                    "plugins.vmq_webhooks",
                    false,
                    "Ask the endpoints of vmq_webhooks.NAME; without it none of them is called.");

    public static final Option<Boolean> JWT =
            Option.flag(
                    "jwt.enabled",
                    false,
                    "Let in who brings a signed token; the other options of jwt say which.");
    public static final Option<Boolean> POSTGRES =
            Option.flag(
                    "vmq_diversity.auth_postgres.enabled",
                    false,
                    "Ask the table vmq_auth_acl of a PostgreSQL database who may come in.");
    public static final Option<Boolean> MYSQL =
            Option.flag(
                    "vmq_diversity.auth_mysql.enabled",
                    false,
                    "Ask the table vmq_auth_acl of a MySQL database who may come in.");
    public static final Option<Boolean> MYSQL2 =
            Option.flag(
                    "vmq_diversity.auth_mysql2.enabled",
                    false,
                    "Ask the table vmq_auth_acl of a MariaDB or MySQL 8 database who may come in.");
    public static final Option<Boolean> REDIS =
            Option.flag(
                    "vmq_diversity.auth_redis.enabled",
                    false,
                    "Ask Redis who may come in, under VerneMQ's keys.");
    public static final Option<Boolean> LDAP =
            Option.flag("ldap.enabled", false, "Ask a directory whether it believes a password.");

    public static final Option<Path> PLUGINS_DIR =
            Option.file(
                    "plugins_dir",
                    "plugins",
                    "Folder with jars of plug-ins in Java that are asked behind the back ends;"
                            + " docs/plugin-example is one.");

    /** Every option of this room. */
    public static final List<Option<?>> ALL =
            List.of(
                    ALLOW_ANONYMOUS,
                    PASSWORD_FILE,
                    PASSWORD_RELOAD_INTERVAL,
                    ACL_FILE,
                    ACL_RELOAD_INTERVAL,
                    ALLOWED_PROTOCOL_VERSIONS,
                    MAX_CONNECTION_RATE,
                    ALLOW_ANONYMOUS_OVERRIDE,
                    MAX_CLIENT_ID_SIZE,
                    MAX_CONNECTIONS_PER_ADDRESS,
                    MAX_QOS,
                    RETAIN_AVAILABLE,
                    TOPIC_MAX_DEPTH,
                    AUTH_TIMEOUT,
                    WEBHOOKS,
                    JWT,
                    POSTGRES,
                    MYSQL,
                    MYSQL2,
                    REDIS,
                    LDAP,
                    PLUGINS_DIR);

    /** Each switches on something that may know clients. */
    private static final List<Option<Boolean>> BACK_ENDS =
            List.of(WEBHOOKS, JWT, POSTGRES, MYSQL, MYSQL2, REDIS, LDAP);

    private static final Set<Integer> KNOWN_LEVELS = Set.of(3, 4, 5, 131, 132);

    private AdmissionOptions() {}

    /** Nothing says who may come in: listeners must then stay on this machine's own address. */
    public static boolean nothingConfigured(Config config) {
        return !config.isSet(ALLOW_ANONYMOUS)
                && !config.isSet(PASSWORD_FILE)
                && BACK_ENDS.stream().noneMatch(config::get);
    }

    /** Something was configured, and nothing of it can know a client. */
    public static boolean nobodyMayConnect(Config config) {
        return !config.get(ALLOW_ANONYMOUS)
                && !config.isSet(PASSWORD_FILE)
                && BACK_ENDS.stream().noneMatch(config::get);
    }

    /** Whether clients come in unchecked: as set, or because nothing is configured at all. */
    public static boolean anonymous(Config config) {
        return nothingConfigured(config) || config.get(ALLOW_ANONYMOUS);
    }

    private static Set<Integer> levels(String text) {
        Set<Integer> levels = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            try {
                levels.add(Integer.parseInt(part.strip()));
            } catch (NumberFormatException e) {
                levels.add(-1);
            }
        }
        if (!KNOWN_LEVELS.containsAll(levels)) {
            throw new IllegalArgumentException("must be a list of 3, 4, 5, 131, 132, as in 3,4,5");
        }
        return Set.copyOf(levels);
    }
}
