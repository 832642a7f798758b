// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL, MariaDB, Redis or OpenLDAP, with what a test puts into it. */
public final class RealServer implements AutoCloseable {
    private static final String SLAPD_CONF =
            """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            database mdb
            maxsize 10485760
            suffix "dc=example,dc=org"
            rootdn "cn=admin,dc=example,dc=org"
            rootpw admin
            directory DIR/data
            """;

    private final Daemon daemon;
    private final int port;

    private RealServer(Daemon daemon, int port) {
        this.daemon = daemon;
        this.port = port;
    }

    public int port() {
        return port;
    }

    /** A database {@code vernemq_db} of the user {@code lapwing}, after these statements. */
    public static RealServer postgres(Path folder, String sql) {
        int port = Daemon.freePort();
        openToAll(folder);
        String bin = binaries().toString();
        String data = folder.resolve("pg").toString();
        Daemon.run(
                folder,
                "",
                Daemon.notAsRoot(
                        folder,
                        List.of(
                                bin + "/initdb",
                                "-D",
                                data,
                                "-A",
                                "trust",
                                "-U",
                                "lapwing",
                                "--no-sync")));
        Daemon daemon =
                Daemon.start(
                        folder,
                        port,
                        Daemon.notAsRoot(
                                folder,
                                List.of(
                                        bin + "/postgres",
                                        "-D",
                                        data,
                                        "-p",
                                        Integer.toString(port),
                                        "-c",
                                        "listen_addresses=127.0.0.1",
                                        "-c",
                                        "unix_socket_directories=",
                                        "-c",
                                        "fsync=off")));
        String at = "host=127.0.0.1 port=" + port + " user=lapwing dbname=";
        Daemon.run(
                folder,
                "CREATE DATABASE vernemq_db;",
                List.of(bin + "/psql", at + "postgres", "-q"));
        Daemon.run(
                folder,
                sql,
                List.of(bin + "/psql", at + "vernemq_db", "-q", "-v", "ON_ERROR_STOP=1"));
        return new RealServer(daemon, port);
    }

    /** A database {@code vernemq_db} of the user {@code lapwing} with the password pw. */
    public static RealServer mariaDb(Path folder, String sql) {
        int port = Daemon.freePort();
        String data = folder.resolve("my").toString();
        List<String> user = Daemon.isRoot() ? List.of("--user=root") : List.of();
        List<String> install =
                new ArrayList<>(
                        List.of(
                                "mariadb-install-db",
                                "--no-defaults",
                                "--datadir=" + data,
                                "--auth-root-authentication-method=normal",
                                "--skip-test-db"));
        install.addAll(user);
        Daemon.run(folder, "", install);
        String socket = folder.resolve("s").toString();
        List<String> start =
                new ArrayList<>(
                        List.of(
                                daemonPath("mariadbd"),
                                "--no-defaults",
                                "--datadir=" + data,
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--socket=" + socket,
                                "--pid-file=" + folder.resolve("pid")));
        start.addAll(user);
        Daemon daemon = Daemon.start(folder, port, start);
        String first =
                "CREATE DATABASE vernemq_db; CREATE USER lapwing@'127.0.0.1' IDENTIFIED BY 'pw';"
                        + " CREATE USER lapwing@localhost IDENTIFIED BY 'pw';"
                        + " GRANT ALL ON vernemq_db.* TO lapwing@'127.0.0.1';"
                        + " GRANT ALL ON vernemq_db.* TO lapwing@localhost; USE vernemq_db; ";
        Daemon.run(
                folder,
                first + sql,
                List.of("mariadb", "--no-defaults", "--socket=" + socket, "--user=root"));
        return new RealServer(daemon, port);
    }

    /** Redis with a password, after these commands. */
    public static RealServer redis(Path folder, String password, String commands) {
        int port = Daemon.freePort();
        Daemon daemon =
                Daemon.start(
                        folder,
                        port,
                        List.of(
                                "redis-server",
                                "--port",
                                Integer.toString(port),
                                "--bind",
                                "127.0.0.1",
                                "--save",
                                "",
                                "--requirepass",
                                password,
                                "--dir",
                                folder.toString()));
        Daemon.run(
                folder,
                commands,
                List.of(
                        "redis-cli",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-a",
                        password,
                        "--no-auth-warning"));
        return new RealServer(daemon, port);
    }

    /** OpenLDAP below dc=example,dc=org, with these entries. */
    public static RealServer openLdap(Path folder, String ldif) {
        int port = Daemon.freePort();
        try {
            Files.createDirectories(folder.resolve("data"));
            Path conf = folder.resolve("slapd.conf");
            Files.writeString(conf, SLAPD_CONF.replace("DIR", folder.toString()));
            Path entries = folder.resolve("entries.ldif");
            Files.writeString(entries, ldif);
            Daemon.run(
                    folder,
                    "",
                    List.of(
                            daemonPath("slapadd"),
                            "-f",
                            conf.toString(),
                            "-l",
                            entries.toString()));
            Daemon daemon =
                    Daemon.start(
                            folder,
                            port,
                            List.of(
                                    daemonPath("slapd"),
                                    "-f",
                                    conf.toString(),
                                    "-h",
                                    "ldap://127.0.0.1:" + port,
                                    "-d",
                                    "0"));
            return new RealServer(daemon, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void openToAll(Path folder) {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (each.toString().startsWith(System.getProperty("java.io.tmpdir") + "/")) {
                boolean unused = each.toFile().setExecutable(true, false);
            }
        }
    }

    private static Path binaries() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.sorted().reduce((older, newer) -> newer).orElseThrow().resolve("bin");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is needed: apt-get install postgresql", e);
        }
    }

    private static String daemonPath(String name) {
        return Files.isExecutable(Path.of("/usr/sbin/" + name)) ? "/usr/sbin/" + name : name;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
