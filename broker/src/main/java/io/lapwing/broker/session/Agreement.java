// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Verdict;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;

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

    /** How long the session outlives its connection (5.0 §3.1.2.11.2); MQTT 3: for ever or not. */
    long sessionExpirySeconds() {
        return Math.min(wantedExpirySeconds(), lives.sessionSecondsMax());
    }

    /**
     * @param untilSecond when the connection has lasted long enough
     */
    Terms terms(long untilSecond) {
        Properties asks = asked.properties();
        boolean v5 = asked.version().isV5();
        int window = v5 ? delivery.sendMax() : delivery.inflightMax();
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
                v5 ? 0 : delivery.retrySeconds(),
                in.proof() == null ? null : in.proof().method());
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
        if (limits.packetBytesLimited()) {
            told.set(Property.MAXIMUM_PACKET_SIZE, limits.packetBytesMax());
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

    private long wantedExpirySeconds() {
        if (asked.version().isV5()) {
            return asked.properties().longOr(Property.SESSION_EXPIRY_INTERVAL, 0);
        }
        return asked.cleanStart() ? 0 : Session.NO_EXPIRY;
    }

    /** A client of MQTT 3 cannot be told of another keep-alive than its own. */
    private int keepAliveSeconds() {
        int wanted = asked.keepAliveSeconds();
        int max = lives.keepAliveSecondsMax();
        boolean tooLong = max > 0 && asked.version().isV5() && (wanted == 0 || wanted > max);
        return tooLong ? max : wanted;
    }
}
