// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Modifier;
import io.lapwing.broker.admission.Verdict;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Will;
import org.jspecify.annotations.Nullable;

/** What a CONNECT that is let in comes to: what holds from now on, and what the CONNACK says. */
final class Agreement {
    private static final int IDS = 65_535;

    private final Connect asked;
    private final Verdict.Admitted in;
    private final Limits limits;
    private final LifeLimits lives;
    private final DeliveryLimits delivery;

    Agreement(Connect asked, Verdict.Admitted in, Shared shared) {
        this.asked = asked;
        this.in = in;
        this.limits = shared.limits;
        this.lives = shared.lives;
        this.delivery = shared.delivery;
    }

    /** What the client wants of its session. */
    Claims.Wish wish() {
        return new Claims.Wish(cleanStart(asked, in), sessionExpirySeconds() > 0);
    }

    @Nullable Will will() {
        return asked.will();
    }

    @Nullable String userName() {
        return in.userName();
    }

    /** How long the session outlives its connection (5.0 §3.1.2.11.2); MQTT 3: for ever or not. */
    long sessionExpirySeconds() {
        long own = in.privileges().or(Modifier.SESSION_EXPIRY_INTERVAL, wantedExpirySeconds());
        return Math.min(own, lives.sessionSecondsMax());
    }

    /**
     * @param untilSecond when the connection has lasted long enough
     */
    Terms terms(long untilSecond) {
        Properties asks = asked.properties();
        boolean v5 = asked.version().isV5();
        long own = in.privileges().or(Modifier.MAX_INFLIGHT_MESSAGES, -1);
        int usual = v5 ? delivery.sendMax() : delivery.inflightMax();
        int window = own < 0 ? usual : own == 0 ? IDS : (int) Math.min(own, IDS);
        int keepAlive = keepAliveSeconds();
        return new Terms(
                in.userName(),
                keepAlive + (keepAlive + 1) / 2,
                Math.min(asks.intOr(Property.RECEIVE_MAXIMUM, IDS), window),
                asks.longOr(Property.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE),
                limits.qosMax(),
                limits.retainAvailable(),
                untilSecond,
                asked.bridge(),
                v5 ? delivery.receiveMax() : IDS,
                v5 ? delivery.aliasesIn() : 0,
                Math.min(asks.intOr(Property.TOPIC_ALIAS_MAXIMUM, 0), delivery.aliasesOut()),
                v5 ? 0 : retrySeconds(),
                asks.intOr(Property.REQUEST_PROBLEM_INFORMATION, 1) == 1,
                in.proof() == null ? null : in.proof().method(),
                packetBytesMax(),
                publishesPerSecond(),
                in.privileges().rules());
    }

    /** What differs from what was asked for or would be assumed (5.0 §3.2.2.3); MQTT 3: nothing. */
    Properties told() {
        if (!asked.version().isV5()) {
            return Properties.EMPTY;
        }
        Properties.Builder told = Properties.builder();
        if (in.assigned()) {
            told.text(Property.ASSIGNED_CLIENT_IDENTIFIER, in.clientId());
        }
        if (sessionExpirySeconds() != wantedExpirySeconds()) {
            told.set(Property.SESSION_EXPIRY_INTERVAL, sessionExpirySeconds());
        }
        if (keepAliveSeconds() != asked.keepAliveSeconds()) {
            told.set(Property.SERVER_KEEP_ALIVE, keepAliveSeconds());
        }
        Verdict.Proof proof = in.proof();
        if (proof != null) {
            told.text(Property.AUTHENTICATION_METHOD, proof.method());
            if (proof.data().length > 0) {
                told.binary(Property.AUTHENTICATION_DATA, proof.data());
            }
        }
        if (packetBytesMax() < Limits.PACKET_BYTES_MAX) {
            told.set(Property.MAXIMUM_PACKET_SIZE, packetBytesMax());
        }
        if (delivery.receiveMax() < IDS) {
            told.set(Property.RECEIVE_MAXIMUM, delivery.receiveMax());
        }
        if (delivery.aliasesIn() > 0) {
            told.set(Property.TOPIC_ALIAS_MAXIMUM, delivery.aliasesIn());
        }
        if (limits.qosMax() < 2) {
            told.set(Property.MAXIMUM_QOS, limits.qosMax());
        }
        if (!limits.retainAvailable()) {
            told.flag(Property.RETAIN_AVAILABLE, false);
        }
        return told.build();
    }

    /** How long the connection may last, in seconds; 0 for any time. */
    long lifetimeSeconds(long usual) {
        return in.privileges().or(Modifier.MAX_CONNECTION_LIFETIME, usual);
    }

    private long wantedExpirySeconds() {
        if (asked.version().isV5()) {
            return asked.properties().longOr(Property.SESSION_EXPIRY_INTERVAL, 0);
        }
        return cleanStart(asked, in) ? 0 : Session.NO_EXPIRY;
    }

    /** Whether an earlier session of the client ends; an authenticator may say so for MQTT 3. */
    static boolean cleanStart(Connect asked, Verdict.Admitted in) {
        long usual = asked.cleanStart() ? 1 : 0;
        return asked.version().isV5()
                ? asked.cleanStart()
                : in.privileges().or(Modifier.CLEAN_SESSION, usual) != 0;
    }

    private int packetBytesMax() {
        long own = in.privileges().or(Modifier.MAX_MESSAGE_SIZE, limits.packetBytesMax());
        return own == 0 ? Limits.PACKET_BYTES_MAX : (int) Math.min(own, Limits.PACKET_BYTES_MAX);
    }

    private int publishesPerSecond() {
        long own = in.privileges().or(Modifier.MAX_MESSAGE_RATE, delivery.publishesPerSecond());
        return (int) Math.min(own, Integer.MAX_VALUE);
    }

    /** A message is sent again after whole seconds, and not at once. */
    private int retrySeconds() {
        long own = in.privileges().or(Modifier.RETRY_INTERVAL, -1);
        return own < 0
                ? delivery.retrySeconds()
                : (int) Math.min(Math.ceilDiv(own, 1_000L), Integer.MAX_VALUE);
    }

    /** A client of MQTT 3 cannot be told of another keep-alive than its own. */
    private int keepAliveSeconds() {
        int wanted = asked.keepAliveSeconds();
        int max = lives.keepAliveSecondsMax();
        boolean tooLong = max > 0 && asked.version().isV5() && (wanted == 0 || wanted > max);
        return tooLong ? max : wanted;
    }
}
