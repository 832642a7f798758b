// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.SafeText;
import io.lapwing.protocol.Connect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.ReasonCode;
import io.lapwing.protocol.Will;
import org.jspecify.annotations.Nullable;

/** The checks of a CONNECT that need nobody's answer. */
final class FirstChecks {
    private static final int BRIDGE_BIT = 0x80;

    /** Why a check said no. */
    record No(Cause cause, String because, @Nullable String detail, @Nullable ReasonCode instead) {
        static No of(Cause cause, String because) {
            return new No(cause, because, null, null);
        }
    }

    private final Limits limits;
    private final Bans bans;
    private final Quotas quotas;

    FirstChecks(Limits limits, Bans bans, Quotas quotas) {
        this.limits = limits;
        this.bans = bans;
        this.quotas = quotas;
    }

    /** What the configuration limits. */
    record Limits(
            int clientIdBytesMax,
            int qosMax,
            boolean retainAvailable,
            int topicDepthMax,
            int perSecondOfAddress,
            int perSecondOfUser,
            int perSecondOfClient) {}

    @Nullable No server(ConnectAttempt attempt) {
        return attempt.shuttingDown()
                ? No.of(Cause.SERVER_SHUTTING_DOWN, "the server is being stopped")
                : null;
    }

    @Nullable No version(ConnectAttempt attempt) {
        Connect connect = attempt.connect();
        int level = connect.version().level() | (connect.bridge() ? BRIDGE_BIT : 0);
        if (attempt.listener().protocolLevels().contains(level)) {
            return null;
        }
        String bridge = connect.bridge() ? " of a bridge" : "";
        return No.of(
                Cause.PROTOCOL_VERSION_DISABLED,
                "MQTT "
                        + connect.version().text()
                        + bridge
                        + " (level "
                        + level
                        + ") is not among the versions that "
                        + attempt.listener().name()
                        + " allows");
    }

    @Nullable No clientId(ConnectAttempt attempt) {
        Connect connect = attempt.connect();
        String id = connect.clientId();
        if (id.isEmpty()) {
            return emptyClientId(connect);
        }
        int bytes = utf8Length(id);
        if (bytes > limits.clientIdBytesMax) {
            return No.of(
                    Cause.CLIENT_ID_TOO_LONG,
                    "the client id has "
                            + bytes
                            + " bytes, allowed are "
                            + limits.clientIdBytesMax
                            + " (max_client_id_size)");
        }
        int control = controlCharacter(id);
        return control < 0
                ? null
                : No.of(
                        Cause.CLIENT_ID_NOT_VALID,
                        "character %d of the client id is the control character U+%04X"
                                .formatted(control + 1, (int) id.charAt(control)));
    }

    @Nullable No bans(ConnectAttempt attempt, @Nullable String userName) {
        Ban ban = bans.of(attempt.address(), attempt.connect().clientId(), userName);
        if (ban == null) {
            return null;
        }
        String reason = ban.reason().isEmpty() ? "" : " (" + SafeText.escaped(ban.reason()) + ")";
        return No.of(Cause.BANNED, Bans.told(ban) + " is banned " + Bans.end(ban) + reason);
    }

    @Nullable No rate(ConnectAttempt attempt) {
        ListenerSettings listener = attempt.listener();
        if (!quotas.take(listener.name(), listener.connectionsPerSecond())) {
            return tooMany(
                    listener.connectionsPerSecond(),
                    "on " + listener.name(),
                    "max_connection_rate");
        }
        Connect connect = attempt.connect();
        No no = rate(Ban.Kind.ADDRESS, attempt.address(), limits.perSecondOfAddress);
        no = no != null ? no : rate(Ban.Kind.USER, connect.userName(), limits.perSecondOfUser);
        return no != null
                ? no
                : rate(Ban.Kind.CLIENT, connect.clientId(), limits.perSecondOfClient);
    }

    private @Nullable No rate(Ban.Kind kind, @Nullable String value, int perSecond) {
        return perSecond == 0
                        || value == null
                        || value.isEmpty()
                        || quotas.take(kind.word() + " " + value, perSecond)
                ? null
                : tooMany(
                        perSecond,
                        "of " + kind.word() + " " + SafeText.quoted(value),
                        "max_connection_rate_per_" + kind.word());
    }

    private static No tooMany(int perSecond, String where, String option) {
        return No.of(
                Cause.CONNECTION_RATE_EXCEEDED,
                "more than " + perSecond + " CONNECTs a second " + where + " (" + option + ")");
    }

    @Nullable No limit(ConnectAttempt attempt) {
        return attempt.listenerFull()
                ? No.of(
                        Cause.CONNECTION_LIMIT,
                        attempt.listener().name()
                                + " has as many connections as it may (max_connections)")
                : null;
    }

    @Nullable No quota(ConnectAttempt attempt) {
        return quotas.isOver(attempt.address())
                ? No.of(
                        Cause.QUOTA_EXCEEDED,
                        attempt.address()
                                + " has more than "
                                + quotas.perAddressMax()
                                + " connections (max_connections_per_address)")
                : null;
    }

    @Nullable No willSupported(Will will) {
        if (will.qos() > limits.qosMax) {
            return new No(
                    Cause.WILL_NOT_SUPPORTED,
                    "the will has QoS "
                            + will.qos()
                            + ", offered is "
                            + limits.qosMax
                            + " (max_qos)",
                    null,
                    ReasonCode.QOS_NOT_SUPPORTED);
        }
        if (will.retain() && !limits.retainAvailable) {
            return new No(
                    Cause.WILL_NOT_SUPPORTED,
                    "the will is to be retained, which is switched off (retain_available)",
                    null,
                    ReasonCode.RETAIN_NOT_SUPPORTED);
        }
        return null;
    }

    /** What no rule can allow; what a PUBLISH may not have either. */
    @Nullable No willTopic(Will will) {
        String topic = will.topic();
        if (topic.startsWith("$")) {
            return No.of(
                    Cause.WILL_NOT_AUTHORIZED,
                    "the topics that begin with $ are the server's own, and "
                            + SafeText.quoted(topic)
                            + " is one");
        }
        long levels = topic.chars().filter(c -> c == '/').count() + 1;
        return levels <= limits.topicDepthMax
                ? null
                : new No(
                        Cause.WILL_NOT_AUTHORIZED,
                        "the will's topic has "
                                + levels
                                + " levels, allowed are "
                                + limits.topicDepthMax
                                + " (topic_max_depth)",
                        null,
                        ReasonCode.TOPIC_NAME_INVALID);
    }

    /** 3.1 §3.1: 1 to 23 characters; 3.1.1 [MQTT-3.1.3-8]; 5.0 [MQTT-3.1.3-6]: one is assigned. */
    private static @Nullable No emptyClientId(Connect connect) {
        if (connect.version() == MqttVersion.V3_1) {
            return No.of(Cause.CLIENT_ID_MISSING, "the client id is empty, and MQTT 3.1 needs one");
        }
        return connect.version() == MqttVersion.V3_1_1 && !connect.cleanStart()
                ? No.of(
                        Cause.CLIENT_ID_MISSING,
                        "the client id is empty, and a session that is kept needs one")
                : null;
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2; // a pair of surrogates has four
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    private static int controlCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
