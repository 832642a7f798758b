// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;
import static io.lapwing.protocol.MalformedPacket.protocolError;

import io.lapwing.protocol.Property.Place;
import org.jspecify.annotations.Nullable;

/** CONNECT (3.1.1 §3.1, 5.0 §3.1). Whatever is wrong with it, the fault names the client. */
final class ConnectCodec {
    private static final int USER_NAME = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int WILL_RETAIN = 0x20;
    private static final int WILL_QOS = 0x18;
    private static final int WILL = 0x04;
    private static final int CLEAN_START = 0x02;
    private static final int RESERVED = 0x01;

    private ConnectCodec() {}

    static Connect read(byte[] buffer, int offset, int length) {
        int end = offset + length;
        FirstBytes.check(buffer, offset, end);
        int name = Framing.bodyOffset(buffer, offset, false);
        int levelAt = name + FirstBytes.nameLength(buffer, name, end);
        if (levelAt >= end) {
            throw malformed(
                    "CONNECT ends inside its protocol name or level (3.1.1 §3.1.2, 5.0 §3.1.2)");
        }
        int level = buffer[levelAt] & 0xFF;
        MqttVersion version = FirstBytes.version(buffer, name, end);
        if (version == null) {
            throw new IllegalStateException("the first bytes passed without a version");
        }
        try {
            Framing.bodyOffset(buffer, offset, version.isV5());
            WireReader in = new WireReader(buffer, levelAt + 1, end, "CONNECT");
            Connect connect = read(in, version, level >= FirstBytes.BRIDGE);
            in.end();
            return connect;
        } catch (MalformedPacket e) {
            throw e.sentBy(version, level, peekClientId(buffer, levelAt + 1, end, version));
        }
    }

    private static Connect read(WireReader in, MqttVersion version, boolean bridge) {
        int flags = in.unsignedByte("connect flags");
        checkFlags(flags, version);
        int keepAliveSeconds = in.unsignedShort("keep alive");
        Properties properties = Properties.EMPTY;
        if (version.isV5()) {
            properties = PropertiesCodec.read(in, Place.CONNECT);
            checkAuthentication(properties);
        }
        String clientId = in.text("client id");
        Will will = (flags & WILL) == 0 ? null : readWill(in, flags, version);
        String userName =
                (flags & USER_NAME) == 0 || left(in, version) ? null : in.text("user name");
        byte[] password =
                (flags & PASSWORD) == 0 || left(in, version) ? null : in.binary("password");
        return new Connect(
                version,
                bridge,
                clientId,
                (flags & CLEAN_START) != 0,
                keepAliveSeconds,
                will,
                userName,
                password,
                properties);
    }

    /** MQTT 3.1 lets a packet end where a flag announces a user name or password. */
    private static boolean left(WireReader in, MqttVersion version) {
        return version == MqttVersion.V3_1 && in.atEnd();
    }

    private static void checkFlags(int flags, MqttVersion version) {
        if ((flags & WILL_QOS) == WILL_QOS && ((flags & WILL) != 0 || !isV3_1(version))) {
            throw malformed("CONNECT has the will QoS 3 (3.1.1 §3.1.2.6, 5.0 §3.1.2.6)");
        }
        if (!version.isV5() && (flags & PASSWORD) != 0 && (flags & USER_NAME) == 0) {
            throw malformed("CONNECT has a password without a user name (3.1.1 §3.1.2.9)");
        }
        if (isV3_1(version)) {
            return; // the reserved bit is "not used", will fields without a will are disregarded
        }
        if ((flags & RESERVED) != 0) {
            throw malformed("CONNECT has its reserved flag set (3.1.1 §3.1.2.3, 5.0 §3.1.2.3)");
        }
        if ((flags & WILL) == 0 && (flags & (WILL_QOS | WILL_RETAIN)) != 0) {
            throw malformed(
                    "CONNECT has a will QoS or will retain without a will"
                            + " (3.1.1 §3.1.2.5, 5.0 §3.1.2.5)");
        }
    }

    private static boolean isV3_1(MqttVersion version) {
        return version == MqttVersion.V3_1;
    }

    private static void checkAuthentication(Properties properties) {
        if (properties.has(Property.AUTHENTICATION_DATA)
                && !properties.has(Property.AUTHENTICATION_METHOD)) {
            throw protocolError(
                    "CONNECT has authentication data without a method (5.0 §3.1.2.11.10)");
        }
    }

    private static Will readWill(WireReader in, int flags, MqttVersion version) {
        Properties properties =
                version.isV5() ? PropertiesCodec.read(in, Place.WILL) : Properties.EMPTY;
        String topic = in.topicName("will topic");
        byte[] payload = in.binary("will payload");
        return new Will(
                topic, payload, (flags & WILL_QOS) >> 3, (flags & WILL_RETAIN) != 0, properties);
    }

    /**
     * The client id of a CONNECT that is wrong somewhere, from the bytes behind its protocol level;
     * null if it cannot be reached. The operator wants to know who sends such packets.
     */
    static @Nullable String peekClientId(byte[] buffer, int from, int end, MqttVersion version) {
        try {
            WireReader in = new WireReader(buffer, from, end, "CONNECT");
            in.unsignedByte("connect flags");
            in.unsignedShort("keep alive");
            if (version.isV5()) {
                in.skip(in.variableInt("property length"), "properties");
            }
            return in.text("client id");
        } catch (MalformedPacket unreachable) {
            return null;
        }
    }

    static void write(Connect connect, WireWriter out) {
        MqttVersion version = connect.version();
        Will will = connect.will();
        String userName = connect.userName();
        byte[] password = connect.password();
        out.text(version == MqttVersion.V3_1 ? "MQIsdp" : "MQTT");
        out.unsignedByte(version.level() | (connect.bridge() ? FirstBytes.BRIDGE : 0));
        out.unsignedByte(
                (userName == null ? 0 : USER_NAME)
                        | (password == null ? 0 : PASSWORD)
                        | (will == null ? 0 : willFlags(will))
                        | (connect.cleanStart() ? CLEAN_START : 0));
        out.unsignedShort(connect.keepAliveSeconds());
        if (version.isV5()) {
            PropertiesCodec.write(connect.properties(), out);
        }
        out.text(connect.clientId());
        if (will != null) {
            if (version.isV5()) {
                PropertiesCodec.write(will.properties(), out);
            }
            out.text(will.topic());
            out.binary(will.payload());
        }
        if (userName != null) {
            out.text(userName);
        }
        if (password != null) {
            out.binary(password);
        }
    }

    private static int willFlags(Will will) {
        return WILL | will.qos() << 3 | (will.retain() ? WILL_RETAIN : 0);
    }
}
