// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import static io.lapwing.protocol.MalformedPacket.malformed;
import static io.lapwing.protocol.MalformedPacket.protocolError;

import io.lapwing.protocol.Property.Place;
import java.util.Map;

/** Reads and writes a block of properties with its length (5.0 §2.2.2). */
final class PropertiesCodec {
    private PropertiesCodec() {}

    static Properties read(WireReader in, Place place) {
        int bytes = in.variableInt("property length");
        if (bytes == 0) {
            return Properties.EMPTY;
        }
        WireReader block = in.slice(bytes, "properties");
        Properties.Builder properties = Properties.builder();
        while (!block.atEnd()) {
            Property property = readId(block, place);
            if (properties.isSet(property) && !property.repeatsIn(place)) {
                throw twice(property, place);
            }
            readValue(block, property, properties);
        }
        return properties.build();
    }

    /** The next property's name, which must be allowed here. */
    static Property readId(WireReader in, Place place) {
        int id = in.variableInt("property identifier");
        Property property = Property.withId(id);
        if (property == null || !property.allowedIn(place)) {
            String name = property == null ? "unknown property" : property.text();
            throw malformed(
                    String.format(
                            "%s may not carry property 0x%02X, %s (5.0 §2.2.2.2)",
                            place, id, name));
        }
        return property;
    }

    private static void readValue(WireReader in, Property property, Properties.Builder to) {
        String what = property.text();
        switch (property.type()) {
            case BYTE, TWO_BYTES, FOUR_BYTES, VARIABLE ->
                    to.set(property, readNumber(in, property));
            case TEXT -> to.text(property, in.text(what));
            case TOPIC_NAME -> to.text(property, in.topicName(what));
            case BINARY -> to.binary(property, in.binary(what));
            case PAIR -> to.user(in.text(what), in.text(what));
        }
    }

    static long readNumber(WireReader in, Property property) {
        String what = property.text();
        long value =
                switch (property.type()) {
                    case BYTE -> in.unsignedByte(what);
                    case TWO_BYTES -> in.unsignedShort(what);
                    case FOUR_BYTES -> in.unsignedInt(what);
                    case VARIABLE -> in.variableInt(what);
                    case TEXT, TOPIC_NAME, BINARY, PAIR ->
                            throw new IllegalArgumentException(what + " is no number");
                };
        if (!property.allows(value)) {
            throw outOfRange(in.packet(), property, value);
        }
        return value;
    }

    /** Passes over a value that is no number, checking it all the same. */
    static void skipValue(WireReader in, Property property) {
        String what = property.text();
        switch (property.type()) {
            case BYTE, TWO_BYTES, FOUR_BYTES, VARIABLE -> readNumber(in, property);
            case TEXT -> in.skipText(what);
            case TOPIC_NAME -> in.skipTopicName(what);
            case BINARY -> in.skipBinary(what);
            case PAIR -> {
                in.skipText(what);
                in.skipText(what);
            }
        }
    }

    private static MalformedPacket outOfRange(String packet, Property property, long value) {
        MalformedPacket.Kind kind =
                property == Property.TOPIC_ALIAS
                        ? MalformedPacket.Kind.TOPIC_ALIAS_INVALID
                        : MalformedPacket.Kind.PROTOCOL_ERROR;
        return new MalformedPacket(
                kind,
                String.format(
                        "%s has the %s %d, which is not allowed (5.0 §2.2.2.2)",
                        packet, property.text(), value));
    }

    static MalformedPacket twice(Property property, Place place) {
        return protocolError(
                String.format("%s has its %s twice (5.0 §2.2.2.2)", place, property.text()));
    }

    static void write(Properties properties, WireWriter out) {
        WireWriter count = WireWriter.counting();
        writeBlock(properties, count);
        out.variableInt(count.position());
        writeBlock(properties, out);
    }

    private static void writeBlock(Properties properties, WireWriter out) {
        if (properties.isEmpty()) {
            return;
        }
        for (Map.Entry<Property, Object> each : properties.values().entrySet()) {
            out.variableInt(each.getKey().id());
            switch (each.getValue()) {
                case Long number -> writeNumber(each.getKey(), number, out);
                case String text -> out.text(text);
                case byte[] bytes -> out.binary(bytes);
                default -> throw new IllegalStateException("no property value");
            }
        }
        for (int id : properties.subscriptionIds()) {
            out.variableInt(Property.SUBSCRIPTION_IDENTIFIER.id());
            out.variableInt(id);
        }
        for (UserProperty user : properties.userProperties()) {
            out.variableInt(Property.USER_PROPERTY.id());
            out.text(user.name());
            out.text(user.value());
        }
    }

    private static void writeNumber(Property property, long value, WireWriter out) {
        switch (property.type()) {
            case BYTE -> out.unsignedByte((int) value);
            case TWO_BYTES -> out.unsignedShort((int) value);
            case FOUR_BYTES -> out.unsignedInt(value);
            case VARIABLE -> out.variableInt((int) value);
            case TEXT, TOPIC_NAME, BINARY, PAIR ->
                    throw new IllegalArgumentException(property.text() + " is no number");
        }
    }
}
