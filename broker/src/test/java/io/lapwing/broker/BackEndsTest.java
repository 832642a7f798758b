// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.broker.servers.RealServer;
import io.lapwing.protocol.ConnAck;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases, Redis and a directory, asked as they really are. */
class BackEndsTest {
    private static final String ACL =
            "'[{\"pattern\":\"a/%c/#\"},{\"pattern\":\"x/+\",\"max_qos\":1}]'";
    private static final String BCRYPT = // of 123, cost 4
            "$2b$04$abcdefghijklmnopqrstuuykcD0PB2tNYrXiPLvl4pFe9.8eaT62G";

    @TempDir private Path folder;
    private @Nullable RealServer server;
    private @Nullable TestBroker broker;

    @AfterEach
    void close() {
        if (broker != null) {
            broker.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void postgresComparesPasswordsByCryptAndItsRowsSayWhatAClientMay() {
        RealServer postgres =
                RealServer.postgres(
                        folder,
                        """
                        CREATE EXTENSION pgcrypto;
                        CREATE TABLE vmq_auth_acl (
                          mountpoint character varying(10) NOT NULL,
                          client_id character varying(128) NOT NULL,
                          username character varying(128) NOT NULL,
                          password character varying(128),
                          publish_acl json, subscribe_acl json,
                          CONSTRAINT vmq_auth_acl_primary_key
                            PRIMARY KEY (mountpoint, client_id, username));
                        """
                                + "INSERT INTO vmq_auth_acl VALUES ('', 'wp-1', 'pump',"
                                + " crypt('123', gen_salt('bf', 4)), "
                                + ACL
                                + ", NULL), ('', '*', 'pump', crypt('all', gen_salt('bf', 4)),"
                                + " '[]', '[]');");
        server = postgres;
        database("postgres", postgres, "");

        theTableDecides("postgres");
    }

    @Test
    void mariaDbComparesPasswordsByItsOwnFunctions() {
        RealServer mariaDb =
                RealServer.mariaDb(
                        folder,
                        "CREATE TABLE vmq_auth_acl ( mountpoint VARCHAR(10) NOT NULL, client_id"
                                + " VARCHAR(128) NOT NULL, username VARCHAR(128) NOT NULL, password"
                                + " VARCHAR(128), publish_acl TEXT, subscribe_acl TEXT, CONSTRAINT"
                                + " vmq_auth_acl_primary_key PRIMARY KEY (mountpoint, client_id,"
                                + " username)); INSERT INTO vmq_auth_acl VALUES ('', 'wp-1',"
                                + " 'pump', SHA2('123', 256), "
                                + ACL
                                + ", NULL), ('', '*', 'pump', SHA2('all', 256), '[]', '[]');");
        server = mariaDb;
        database("mysql2", mariaDb, "pw");

        theTableDecides("mysql2");
    }

    private void theTableDecides(String name) {
        TestClient client = open("wp-1", "pump", "123");
        assertThat(client.expect(ConnAck.class).code()).isZero();
        client.publish("a/wp-1/x", 1, 1, "m");
        assertThat(client.expect(PubAck.class).reason().code()).isLessThan(0x80);
        client.publish("a/other", 1, 2, "m");
        assertThat(client.expect(PubAck.class).reason().code()).isEqualTo(0x87);
        client.publish("x/y", 1, 3, "m");
        assertThat(client.expect(PubAck.class).reason().code()).isEqualTo(0x87);
        assertThat(open("other", "pump", "all").expect(ConnAck.class).code()).isZero();

        assertThat(open("wp-1", "pump", "124").expect(ConnAck.class).code()).isEqualTo(0x86);
        assertThat(refusal().cause()).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(refusal().newest().because())
                .startsWith(name + ": password of “pump” does not match (vmq_auth_acl, row of");
        assertThat(open("wp-2", "eve", "123").expect(ConnAck.class).code()).isEqualTo(0x86);
        await().until(() -> refusal().cause() == Cause.UNKNOWN_USER);

        stop();
        assertThat(open("wp-3", "pump", "123").expect(ConnAck.class).code()).isEqualTo(0x88);
        await().until(() -> refusal().cause() == Cause.AUTH_BACKEND_UNAVAILABLE);
        assertThat(refusal().newest().because()).startsWith(name + ": it says: ");
    }

    @Test
    void redisHasClientsUnderVerneMqsKeys() {
        RealServer redis =
                RealServer.redis(
                        folder,
                        "secret",
                        "SELECT 3\nSET '[\"\",\"wp-1\",\"pump\"]' '{\"passhash\":\""
                                + BCRYPT
                                + "\",\"publish_acl\":[{\"pattern\":\"a/#\"}],"
                                + "\"subscribe_acl\":[]}'\n");
        server = redis;
        start(
                "vmq_diversity.auth_redis.enabled",
                "on",
                "vmq_diversity.redis.host",
                "127.0.0.1",
                "vmq_diversity.redis.port",
                Integer.toString(redis.port()),
                "vmq_diversity.redis.password",
                "secret",
                "vmq_diversity.redis.database",
                "3");

        TestClient client = open("wp-1", "pump", "123");
        assertThat(client.expect(ConnAck.class).code()).isZero();
        client.publish("a/x", 1, 1, "m");
        assertThat(client.expect(PubAck.class).reason().code()).isLessThan(0x80);
        client.publish("b", 1, 2, "m");
        assertThat(client.expect(PubAck.class).reason().code()).isEqualTo(0x87);
        assertThat(open("wp-1", "pump", "124").expect(ConnAck.class).code()).isEqualTo(0x86);
        assertThat(refusal().cause()).isEqualTo(Cause.WRONG_PASSWORD);
        assertThat(open("wp-2", "pump", "123").expect(ConnAck.class).code()).isEqualTo(0x86);
        await().until(() -> refusal().cause() == Cause.UNKNOWN_USER);
        assertThat(refusal().newest().because()).startsWith("redis: has no key [").contains("wp-2");
        stop();
        assertThat(open("wp-3", "pump", "123").expect(ConnAck.class).code()).isEqualTo(0x88);
    }

    @Test
    void aDirectoryBelievesAPasswordAndNamesTheGroup() {
        RealServer ldap =
                RealServer.openLdap(
                        folder,
                        """
                        dn: dc=example,dc=org
                        objectClass: dcObject
                        objectClass: organization
                        o: example
                        dc: example

                        dn: uid=pump,dc=example,dc=org
                        objectClass: inetOrgPerson
                        uid: pump
                        cn: Pump
                        sn: Seven
                        userPassword: 123

                        dn: uid=guest,dc=example,dc=org
                        objectClass: inetOrgPerson
                        uid: guest
                        cn: Guest
                        sn: Guest
                        userPassword: 123

                        dn: cn=mqtt,dc=example,dc=org
                        objectClass: groupOfNames
                        cn: mqtt
                        member: uid=pump,dc=example,dc=org
                        """);
        server = ldap;
        start(
                "ldap.enabled",
                "on",
                "ldap.url",
                "ldap://127.0.0.1:" + ldap.port(),
                "ldap.base",
                "dc=example,dc=org",
                "ldap.bind_dn",
                "cn=admin,dc=example,dc=org",
                "ldap.bind_password",
                "admin",
                "ldap.group_base",
                "dc=example,dc=org",
                "ldap.group_filter",
                "(&(cn=mqtt)(member=%d))");

        assertThat(open("a", "pump", "123").expect(ConnAck.class).code()).isZero();
        assertThat(open("b", "pump", "124").expect(ConnAck.class).code()).isEqualTo(0x86);
        await().until(() -> refusal().cause() == Cause.WRONG_PASSWORD);
        assertThat(open("c", "guest", "123").expect(ConnAck.class).code()).isEqualTo(0x87);
        await().until(() -> refusal().cause() == Cause.NOT_AUTHORIZED);
        assertThat(refusal().newest().because()).contains("“guest” is in no group that may");
        assertThat(open("d", "*", "123").expect(ConnAck.class).code()).isEqualTo(0x86);
        await().until(() -> refusal().cause() == Cause.UNKNOWN_USER);
        stop();
        assertThat(open("e", "pump", "123").expect(ConnAck.class).code()).isEqualTo(0x88);
    }

    private void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void database(String word, RealServer at, String password) {
        String key = "vmq_diversity." + word + ".";
        start(
                "vmq_diversity.auth_" + word + ".enabled",
                "on",
                key + "host",
                "127.0.0.1",
                key + "port",
                Integer.toString(at.port()),
                key + "user",
                "lapwing",
                key + "password",
                password);
    }

    private void start(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of("allow_anonymous", "off"));
        broker = TestBroker.start(all.toArray(String[]::new));
    }

    private TestClient open(String id, String user, String password) {
        TestClient client = broker().open(MqttVersion.V5);
        client.send(
                new Connect(
                        MqttVersion.V5,
                        false,
                        id,
                        true,
                        60,
                        null,
                        user,
                        password.getBytes(StandardCharsets.UTF_8),
                        Properties.EMPTY));
        return client;
    }

    private TestBroker broker() {
        TestBroker running = broker;
        if (running == null) {
            throw new AssertionError("not started");
        }
        return running;
    }

    private RefusalRow refusal() {
        await().until(() -> !rows().isEmpty());
        return rows().stream()
                .max((one, other) -> Long.compare(one.id(), other.id()))
                .orElseThrow();
    }

    private List<RefusalRow> rows() {
        return broker().broker()
                .refusals(RefusalQuery.between(0, Long.MAX_VALUE).withLimit(10))
                .rows();
    }
}
