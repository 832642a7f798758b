// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.webhook;

import io.lapwing.protocol.Property;
import org.jspecify.annotations.Nullable;

/** Properties of MQTT 5 under the names VerneMQ gives them in webhooks. */
enum PropertyName {
    PAYLOAD_FORMAT_INDICATOR(
            "p_payload_format_indicator", Property.PAYLOAD_FORMAT_INDICATOR, Form.FORMAT),
    MESSAGE_EXPIRY("p_message_expiry_interval", Property.MESSAGE_EXPIRY_INTERVAL, Form.NUMBER),
    CONTENT_TYPE("p_content_type", Property.CONTENT_TYPE, Form.TEXT),
    RESPONSE_TOPIC("p_response_topic", Property.RESPONSE_TOPIC, Form.TEXT),
    CORRELATION_DATA("p_correlation_data", Property.CORRELATION_DATA, Form.BINARY),
    SESSION_EXPIRY("p_session_expiry_interval", Property.SESSION_EXPIRY_INTERVAL, Form.NUMBER),
    AUTHENTICATION_METHOD("p_authentication_method", Property.AUTHENTICATION_METHOD, Form.TEXT),
    REQUEST_PROBLEM("p_request_problem_info", Property.REQUEST_PROBLEM_INFORMATION, Form.FLAG),
    REQUEST_RESPONSE("p_request_response_info", Property.REQUEST_RESPONSE_INFORMATION, Form.FLAG),
    RECEIVE_MAX("p_receive_max", Property.RECEIVE_MAXIMUM, Form.NUMBER),
    TOPIC_ALIAS_MAX("p_topic_alias_max", Property.TOPIC_ALIAS_MAXIMUM, Form.NUMBER),
    MAX_PACKET_SIZE("p_max_packet_size", Property.MAXIMUM_PACKET_SIZE, Form.NUMBER),
    USER_PROPERTY("p_user_property", Property.USER_PROPERTY, Form.PAIRS);

    /** How a value is written in JSON. */
    enum Form {
        NUMBER,
        FLAG,
        /** "utf8" or "undefined". */
        FORMAT,
        TEXT,
        /** Base64. */
        BINARY,
        /** A list of objects with key and val. */
        PAIRS
    }

    private final String word;
    private final Property property;
    private final Form form;

    PropertyName(String word, Property property, Form form) {
        this.word = word;
        this.property = property;
        this.form = form;
    }

    String word() {
        return word;
    }

    Property property() {
        return property;
    }

    Form form() {
        return form;
    }

    /** With or without the p_ in front; null when there is none. */
    static @Nullable PropertyName of(String word) {
        for (PropertyName name : values()) {
            if (name.word.equals(word) || name.word.equals("p_" + word)) {
                return name;
            }
        }
        return null;
    }
}
