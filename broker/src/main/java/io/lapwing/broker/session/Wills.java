// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.kept.KeptSession;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.UserProperty;
import io.lapwing.protocol.Will;
import org.jspecify.annotations.Nullable;

/** Turns the will of a CONNECT into the message that is published (5.0 §3.1.3.2). */
final class Wills {
    private Wills() {}

    static Publish publish(Will will) {
        return new Publish(
                false,
                will.qos(),
                will.retain(),
                will.topic(),
                will.qos() > 0 ? 1 : 0,
                messageProperties(will.properties()),
                will.payload());
    }

    /** A session as it is kept while its client is here, with its will. */
    static KeptSession kept(
            long number,
            @Nullable String user,
            long expirySeconds,
            @Nullable Will will,
            Connection connection) {
        long delayMax = connection.worker().shared().lives.willDelaySecondsMax();
        long delay = will == null ? 0 : will.properties().longOr(Property.WILL_DELAY_INTERVAL, 0);
        return new KeptSession(
                number,
                user,
                expirySeconds,
                0,
                0,
                Math.min(delay, delayMax),
                will == null ? null : publish(will),
                connection.version());
    }

    /** All of them but the delay, which is between the client and us (5.0 §3.1.3.2.2). */
    private static Properties messageProperties(Properties will) {
        Properties.Builder message = Properties.builder();
        for (Property number :
                new Property[] {
                    Property.PAYLOAD_FORMAT_INDICATOR, Property.MESSAGE_EXPIRY_INTERVAL
                }) {
            if (will.has(number)) {
                message.set(number, will.longOr(number, 0));
            }
        }
        for (Property name : new Property[] {Property.CONTENT_TYPE, Property.RESPONSE_TOPIC}) {
            String text = will.text(name);
            if (text != null) {
                message.text(name, text);
            }
        }
        byte[] correlation = will.binary(Property.CORRELATION_DATA);
        if (correlation != null) {
            message.binary(Property.CORRELATION_DATA, correlation);
        }
        for (UserProperty user : will.userProperties()) {
            message.user(user.name(), user.value());
        }
        return message.build();
    }
}
