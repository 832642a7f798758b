// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The properties of one MQTT 5 packet or will (5.0 §2.2.2). Immutable; empty in MQTT 3. */
public final class Properties {
    public static final Properties EMPTY = builder().build();

    private final Map<Property, Object> values;
    private final List<UserProperty> userProperties;
    private final List<Integer> subscriptionIds;

    private Properties(Builder builder) {
        this.values = Collections.unmodifiableMap(builder.values);
        this.userProperties = List.copyOf(builder.userProperties);
        this.subscriptionIds = List.copyOf(builder.subscriptionIds);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that has all of these. */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.values.putAll(values);
        builder.userProperties.addAll(userProperties);
        builder.subscriptionIds.addAll(subscriptionIds);
        return builder;
    }

    public boolean isEmpty() {
        return values.isEmpty() && userProperties.isEmpty() && subscriptionIds.isEmpty();
    }

    public boolean has(Property property) {
        if (property == Property.USER_PROPERTY) {
            return !userProperties.isEmpty();
        }
        if (property == Property.SUBSCRIPTION_IDENTIFIER) {
            return !subscriptionIds.isEmpty();
        }
        return values.containsKey(property);
    }

    /** The number, or the largest int when it is larger than that. */
    public int intOr(Property property, int absent) {
        return (int) Math.min(longOr(property, absent), Integer.MAX_VALUE);
    }

    public long longOr(Property property, long absent) {
        return values.get(property) instanceof Long number ? number : absent;
    }

    /** The flag of a property whose only values are 0 and 1. */
    public boolean flagOr(Property property, boolean absent) {
        return longOr(property, absent ? 1 : 0) == 1;
    }

    public @Nullable String text(Property property) {
        return values.get(property) instanceof String text ? text : null;
    }

    public byte @Nullable [] binary(Property property) {
        return values.get(property) instanceof byte[] bytes ? bytes.clone() : null;
    }

    public List<UserProperty> userProperties() {
        return userProperties;
    }

    public List<Integer> subscriptionIds() {
        return subscriptionIds;
    }

    Map<Property, Object> values() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Properties that
                && userProperties.equals(that.userProperties)
                && subscriptionIds.equals(that.subscriptionIds)
                && values.keySet().equals(that.values.keySet())
                && values.entrySet().stream()
                        .allMatch(each ->
                                Objects.deepEquals(
                                        each.getValue(), that.values.get(each.getKey())));
    }

    @Override
    public int hashCode() {
        return Objects.hash(values.keySet(), userProperties, subscriptionIds);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((property, value) -> append(text, property, shown(property, value)));
        subscriptionIds.forEach(id -> append(text, Property.SUBSCRIPTION_IDENTIFIER, id));
        userProperties.forEach(
                user -> append(text, Property.USER_PROPERTY, user.name() + "=" + user.value()));
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, Property property, Object value) {
        text.append(text.length() > 1 ? ", " : "").append(property.text());
        text.append(": ").append(value);
    }

    private static Object shown(Property property, Object value) {
        // What proves who somebody is stays out of logs.
        if (value instanceof byte[] bytes) {
            return property == Property.AUTHENTICATION_DATA
                    ? bytes.length + " bytes"
                    : Arrays.toString(bytes);
        }
        return value;
    }

    /** Gathers properties; only what each property's type and range allow goes in. */
    public static final class Builder {
        private final EnumMap<Property, Object> values = new EnumMap<>(Property.class);
        private final List<UserProperty> userProperties = new ArrayList<>();
        private final List<Integer> subscriptionIds = new ArrayList<>();

        private Builder() {}

        public Builder set(Property property, long value) {
            if (!property.type().isNumber() || !property.allows(value)) {
                throw new IllegalArgumentException(property.text() + " cannot be " + value);
            }
            if (property == Property.SUBSCRIPTION_IDENTIFIER) {
                subscriptionIds.add((int) value);
            } else {
                values.put(property, value);
            }
            return this;
        }

        public Builder flag(Property property, boolean value) {
            return set(property, value ? 1 : 0);
        }

        public Builder text(Property property, String value) {
            if (property.type() != Property.Type.TEXT
                    && property.type() != Property.Type.TOPIC_NAME) {
                throw new IllegalArgumentException(property.text() + " is no text");
            }
            values.put(property, value);
            return this;
        }

        public Builder binary(Property property, byte[] value) {
            if (property.type() != Property.Type.BINARY) {
                throw new IllegalArgumentException(property.text() + " is not binary");
            }
            values.put(property, value.clone());
            return this;
        }

        public Builder user(String name, String value) {
            userProperties.add(new UserProperty(name, value));
            return this;
        }

        /** Adds one more; a PUBLISH carries one for each subscription that it is sent for. */
        public Builder subscriptionId(int id) {
            return set(Property.SUBSCRIPTION_IDENTIFIER, id);
        }

        public Builder remove(Property property) {
            values.remove(property);
            if (property == Property.USER_PROPERTY) {
                userProperties.clear();
            }
            return this;
        }

        boolean isSet(Property property) {
            return values.containsKey(property)
                    || (property == Property.SUBSCRIPTION_IDENTIFIER && !subscriptionIds.isEmpty());
        }

        public Properties build() {
            return new Properties(this);
        }
    }
}
