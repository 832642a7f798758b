// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a target's log comes from, as it is configured. */
public sealed interface LogSource {
    String VALID =
            "must be a file, - for standard input, syslog:udp:ADDRESS:PORT,"
                    + " syslog:tcp:ADDRESS:PORT, syslog:unix:/PATH, or journald:UNIT";

    /** A file, which may be rotated and need not exist yet. */
    record File(Path path) implements LogSource {}

    /** What is piped into this program. */
    record StandardInput() implements LogSource {}

    /** Datagrams of syslog. */
    record SyslogUdp(InetSocketAddress address) implements LogSource {}

    /** Connections of syslog. */
    record SyslogTcp(InetSocketAddress address) implements LogSource {}

    /** Connections of syslog to a Unix socket. */
    record SyslogUnix(Path path) implements LogSource {}

    /** A unit of systemd, whose lines {@code journalctl} tells. */
    record Journald(String unit) implements LogSource {}

    /**
     * Reads a source.
     *
     * @throws IllegalArgumentException saying what would be valid
     */
    static LogSource of(String text) {
        if (text.equals("-")) {
            return new StandardInput();
        }
        String[] parts = text.split(":", 3);
        try {
            return switch (parts[0]) {
                case "syslog" -> syslog(parts);
                case "journald" -> journald(parts);
                default -> new File(Path.of(text));
            };
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(VALID, e);
        }
    }

    private static LogSource syslog(String[] parts) {
        String where = parts.length == 3 ? parts[2] : "";
        if (where.isEmpty()) {
            throw new IllegalArgumentException(VALID);
        }
        return switch (parts[1]) {
            case "udp" -> new SyslogUdp(address(where));
            case "tcp" -> new SyslogTcp(address(where));
            case "unix" -> new SyslogUnix(Path.of(where));
            default -> throw new IllegalArgumentException(VALID);
        };
    }

    private static LogSource journald(String[] parts) {
        if (parts.length != 2 || !parts[1].matches("[A-Za-z0-9@_.:\\\\-]{1,256}")) {
            throw new IllegalArgumentException(VALID);
        }
        return new Journald(parts[1]);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException(VALID);
        }
        String host = text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(VALID, e);
        }
    }
}
