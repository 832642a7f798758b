// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.sql;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What differs between the databases, under VerneMQ's names for them. */
enum Dialect {
    POSTGRES(5432, List.of("crypt", "bcrypt")),
    MYSQL(3306, List.of("password", "md5", "sha1", "sha256", "bcrypt")),
    MYSQL2(3306, List.of("sha256", "password", "md5", "sha1", "bcrypt"));

    /** Passwords that this server compares itself: the database only hands the hash over. */
    static final String COMPARED_HERE = "bcrypt";

    private static final String WHERE =
            " FROM vmq_auth_acl WHERE mountpoint = '' AND (client_id = ? OR client_id = '*')"
                    + " AND username = ?";

    private final String word = name().toLowerCase(Locale.ROOT);
    private final int port;
    private final List<String> methods;

    Dialect(int port, List<String> methods) {
        this.port = port;
        this.methods = methods;
    }

    String word() {
        return word;
    }

    int port() {
        return port;
    }

    /** How passwords may be hashed; the first is VerneMQ's default. */
    List<String> methods() {
        return methods;
    }

    /** For the fourth column: the hash, or whether the password is the right one. */
    String query(String method) {
        String acl =
                this == POSTGRES
                        ? "SELECT publish_acl::text, subscribe_acl::text, client_id, "
                        : "SELECT publish_acl, subscribe_acl, client_id, ";
        String fourth = method.equals(COMPARED_HERE) ? "password" : "password = " + hashed(method);
        return acl + fourth + WHERE;
    }

    /** What makes a question about a user who is not there take as long; null if it does. */
    @Nullable String queryOfNobody(String method) {
        return method.equals("crypt") ? "SELECT crypt(?, '$2a$06$abcdefghijklmnopqrstuu')" : null;
    }

    private static String hashed(String method) {
        return switch (method) {
            case "crypt" -> "crypt(?, password)";
            case "password" -> "PASSWORD(?)";
            case "md5" -> "MD5(?)";
            case "sha1" -> "SHA1(?)";
            case "sha256" -> "SHA2(?, 256)";
            default -> throw new IllegalArgumentException("no method " + method);
        };
    }

    String url(String host, int port, String database) {
        String kind = this == POSTGRES ? "postgresql" : "mariadb";
        String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return "jdbc:" + kind + "://" + name + ":" + port + "/" + database;
    }

    /**
     * @param authorities the file of those that are trusted; empty for those of Java
     */
    Properties properties(boolean ssl, boolean verifies, String authorities, int patienceMillis) {
        Properties all = new Properties();
        int seconds = Math.max(1, patienceMillis / 1_000);
        if (this == POSTGRES) {
            all.setProperty("connectTimeout", Integer.toString(seconds));
            all.setProperty("loginTimeout", Integer.toString(seconds));
            all.setProperty("socketTimeout", Integer.toString(seconds));
            all.setProperty("ApplicationName", "lapwing");
            all.setProperty("sslmode", !ssl ? "disable" : verifies ? "verify-full" : "require");
            if (ssl && !authorities.isEmpty()) {
                all.setProperty("sslrootcert", authorities);
            } else if (ssl && verifies) {
                all.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            }
        } else {
            all.setProperty("connectTimeout", Integer.toString(patienceMillis));
            all.setProperty("socketTimeout", Integer.toString(patienceMillis));
            all.setProperty("sslMode", !ssl ? "disable" : verifies ? "verify-full" : "trust");
            if (ssl && !authorities.isEmpty()) {
                all.setProperty("serverSslCert", authorities);
            }
        }
        return all;
    }
}
