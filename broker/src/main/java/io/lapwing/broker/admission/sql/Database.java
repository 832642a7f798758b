// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.sql;

import io.lapwing.base.Config;
import io.lapwing.broker.admission.AdmissionOptions;
import io.lapwing.broker.admission.Authenticator;
import io.lapwing.broker.admission.ClientRules;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.HashPool;
import io.lapwing.broker.admission.Privileges;
import io.lapwing.broker.admission.backend.AclJson;
import io.lapwing.broker.admission.backend.BackEnd;
import io.lapwing.broker.admission.backend.BackEnd.Outcome;
import io.lapwing.broker.admission.backend.BackEndFailed;
import io.lapwing.broker.admission.backend.BackEnds;
import io.lapwing.broker.admission.backend.StoredHash;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table vmq_auth_acl of a database: who is let in with which password, and what it may publish
 * and subscribe to. A row of the client's own id is taken before one for any (*).
 */
public final class Database implements Authenticator, AutoCloseable {
    /**
     * A row that is about the client.
     *
     * @param hash the password as stored; null when the database has compared it
     * @param same whether the database found the password right
     */
    private record Row(
            String clientId,
            @Nullable String publish,
            @Nullable String subscribe,
            @Nullable String hash,
            boolean same) {}

    private final Dialect dialect;
    private final String method;
    private final Connections connections;
    private final BackEnd backEnd;
    private final HashPool pool;

    private Database(Dialect dialect, Config config, BackEnds backEnds, HashPool pool) {
        this.dialect = dialect;
        this.pool = pool;
        SqlOptions.Of options = SqlOptions.of(dialect);
        method = config.get(options.hashMethod());
        int patience = (int) config.get(SqlOptions.PATIENCE).toMillis();
        Properties properties =
                dialect.properties(
                        config.get(options.ssl()),
                        config.get(options.verify()).equals("verify_peer"),
                        config.get(options.cafile()).toString(),
                        patience);
        properties.setProperty("user", config.get(options.user()));
        properties.setProperty("password", config.get(options.password()));
        int size = config.get(options.poolSize());
        connections =
                new Connections(
                        dialect.url(
                                config.get(options.host()),
                                config.get(options.port()),
                                config.get(options.database())),
                        properties,
                        size);
        backEnd =
                backEnds.open(
                        dialect.word(), new BackEnd.Lanes(size, config.get(SqlOptions.PATIENCE)));
    }

    /** Those that are switched on. */
    public static List<Database> open(Config config, BackEnds backEnds, HashPool pool) {
        List<Database> all = new ArrayList<>();
        if (config.get(AdmissionOptions.POSTGRES)) {
            all.add(new Database(Dialect.POSTGRES, config, backEnds, pool));
        }
        if (config.get(AdmissionOptions.MYSQL)) {
            all.add(new Database(Dialect.MYSQL, config, backEnds, pool));
        }
        if (config.get(AdmissionOptions.MYSQL2)) {
            all.add(new Database(Dialect.MYSQL2, config, backEnds, pool));
        }
        return all;
    }

    @Override
    public String name() {
        return dialect.word();
    }

    @Override
    public void check(Credentials who, Consumer<Answer> answer) {
        String user = who.userName();
        byte[] password = who.password();
        if (user == null || password == null) {
            answer.accept(new Answer.Unknown("needs a user name and a password", null));
            return;
        }
        String text = new String(password, StandardCharsets.UTF_8);
        backEnd.<List<Row>>ask(
                () -> rows(who.clientId(), user, text),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Answered<List<Row>>(List<Row> rows) ->
                                compare(user, password, rows, answer);
                        case Outcome.Failed<List<Row>> failed -> answer.accept(failed.answer());
                    }
                });
    }

    private void compare(String user, byte[] password, List<Row> rows, Consumer<Answer> answer) {
        if (!method.equals(Dialect.COMPARED_HERE)) {
            answer.accept(decided(user, rows, rows.stream().filter(Row::same).toList()));
            return;
        }
        Runnable work =
                () -> {
                    List<Row> right = new ArrayList<>();
                    for (Row row : rows) {
                        if (StoredHash.matches(row.hash, password)) {
                            right.add(row);
                        }
                    }
                    if (rows.isEmpty()) {
                        StoredHash.compareWithNobody(password);
                    }
                    answer.accept(decided(user, rows, right));
                };
        if (!pool.run(work)) {
            answer.accept(new Answer.Denied(Cause.SERVER_BUSY, "too many logins wait", null));
        }
    }

    private static Answer decided(String user, List<Row> rows, List<Row> right) {
        if (rows.isEmpty()) {
            return new Answer.Unknown("vmq_auth_acl");
        }
        if (right.isEmpty()) {
            return new Answer.Denied(
                    Cause.WRONG_PASSWORD,
                    "password of " + SafeText.quoted(user) + " does not match",
                    where(user, rows.getFirst()));
        }
        Row chosen =
                right.stream()
                        .filter(row -> !row.clientId.equals("*"))
                        .findFirst()
                        .orElse(right.getFirst());
        String where = where(user, chosen);
        ClientRules rules = AclJson.rules(where, chosen.publish, chosen.subscribe);
        return new Answer.Granted(where, Privileges.of(rules));
    }

    private static String where(String user, Row row) {
        return "vmq_auth_acl, row of "
                + SafeText.quoted(user)
                + (row.clientId.equals("*")
                        ? " for any client id"
                        : " for client id " + SafeText.quoted(row.clientId));
    }

    private List<Row> rows(String clientId, String user, String password) throws BackEndFailed {
        try {
            return connections.use(connection -> {
                List<Row> rows = asked(connection, clientId, user, password);
                String nobody = rows.isEmpty() ? dialect.queryOfNobody(method) : null;
                if (nobody != null) {
                    try (PreparedStatement statement = connection.prepareStatement(nobody)) {
                        statement.setString(1, password);
                        statement.executeQuery().close();
                    }
                }
                return rows;
            });
        } catch (SQLTimeoutException e) {
            throw BackEndFailed.late("it did not answer in time (vmq_diversity.sql_timeout)");
        } catch (SQLException e) {
            throw BackEndFailed.because(why(e));
        }
    }

    private List<Row> asked(Connection connection, String clientId, String user, String password)
            throws SQLException {
        boolean here = method.equals(Dialect.COMPARED_HERE);
        try (PreparedStatement statement = connection.prepareStatement(dialect.query(method))) {
            int at = 1;
            if (!here) {
                statement.setString(at++, password);
            }
            statement.setString(at++, clientId);
            statement.setString(at, user);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(
                            new Row(
                                    found.getString(3),
                                    found.getString(1),
                                    found.getString(2),
                                    here ? found.getString(4) : null,
                                    !here && found.getBoolean(4)));
                }
            }
            return rows;
        }
    }

    /** The first line of what the driver says: it names the host, the database or the table. */
    private static String why(SQLException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return "it says: " + message.lines().findFirst().orElse("nothing");
    }

    @Override
    public void close() {
        connections.close();
    }
}
