// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.sql;

import io.lapwing.base.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an operator may set about the databases; VerneMQ's keys, the same for each of them. */
public final class SqlOptions {
    /** The options of one database. */
    record Of(
            Option<String> host,
            Option<Integer> port,
            Option<String> user,
            Option<String> password,
            Option<String> database,
            Option<Integer> poolSize,
            Option<Boolean> ssl,
            Option<String> verify,
            Option<Path> cafile,
            Option<String> hashMethod) {

        private static Of of(Dialect dialect) {
            String at = "vmq_diversity." + dialect.word() + ".";
            List<String> methods = dialect.methods();
            return new Of(
                    Option.text(at + "host", "localhost", "Host of the database."),
                    Option.integer(at + "port", dialect.port(), 1, 65_535, "Its port."),
                    Option.text(at + "user", "root", "Who asks it."),
                    Option.text(at + "password", "password", "The password of who asks it.").kept(),
                    Option.text(
                            at + "database",
                            "vernemq_db",
                            "The database with the table vmq_auth_acl."),
                    Option.integer(at + "pool_size", 5, 1, 1_000, "Connections to it, at most."),
                    Option.flag(at + "ssl", false, "Whether it is asked over TLS."),
                    Option.choice(
                            at + "ssl.verify",
                            "verify_peer",
                            List.of("verify_peer", "verify_none"),
                            "Whether its certificate is checked."),
                    Option.file(
                            at + "cafile",
                            "",
                            "Authorities that sign its certificate (PEM); those of Java if"
                                    + " empty."),
                    Option.choice(
                            at + "password_hash_method",
                            methods.getFirst(),
                            methods,
                            "How passwords are hashed in it. All but bcrypt are compared by the"
                                    + " database."));
        }

        private List<Option<?>> all() {
            return List.of(
                    host,
                    port,
                    user,
                    password,
                    database,
                    poolSize,
                    ssl,
                    verify,
                    cafile,
                    hashMethod);
        }
    }

    static final Option<Duration> PATIENCE =
            Option.millis(
                    "vmq_diversity.sql_timeout",
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    "Longest wait for an answer of a database.");

    private static final Map<Dialect, Of> BY_DIALECT = new EnumMap<>(Dialect.class);

    static {
        for (Dialect dialect : Dialect.values()) {
            BY_DIALECT.put(dialect, Of.of(dialect));
        }
    }

    /** Every option of databases. */
    public static final List<Option<?>> ALL = all();

    private SqlOptions() {}

    static Of of(Dialect dialect) {
        Of options = BY_DIALECT.get(dialect);
        if (options == null) {
            throw new IllegalStateException("no options of " + dialect);
        }
        return options;
    }

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>();
        BY_DIALECT.values().forEach(each -> all.addAll(each.all()));
        all.add(PATIENCE);
        return List.copyOf(all);
    }
}
