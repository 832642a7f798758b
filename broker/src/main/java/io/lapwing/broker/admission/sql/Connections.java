// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to one database that wait to be used again. One that failed is not. Whoever asks sees
 * to it that not more than so many are in use.
 */
final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final String url;
    private final Properties properties;
    private final BlockingQueue<Connection> idle;

    Connections(String url, Properties properties, int idleMax) {
        this.url = url;
        this.properties = properties;
        this.idle = new ArrayBlockingQueue<>(idleMax);
    }

    /** Something to do with a connection. */
    interface Work<A> {
        A with(Connection connection) throws SQLException;
    }

    /** A connection that broke while it was idle is tried anew once. */
    <A> A use(Work<A> work) throws SQLException {
        Connection waited = idle.poll();
        if (waited != null) {
            try {
                A done = work.with(waited);
                keep(waited);
                return done;
            } catch (SQLException e) {
                close(waited);
            }
        }
        Connection fresh = DriverManager.getConnection(url, properties);
        try {
            A done = work.with(fresh);
            keep(fresh);
            return done;
        } catch (SQLException | RuntimeException e) {
            close(fresh);
            throw e;
        }
    }

    private void keep(Connection connection) {
        if (!idle.offer(connection)) {
            close(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection did not close", e);
        }
    }

    @Override
    public void close() {
        Connection next = idle.poll();
        while (next != null) {
            close(next);
            next = idle.poll();
        }
    }
}
