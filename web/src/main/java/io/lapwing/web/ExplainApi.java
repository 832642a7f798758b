// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.broker.BrokerView;
import io.lapwing.broker.Explained;
import io.lapwing.broker.refusals.Check;
import io.lapwing.protocol.MalformedPacket;
import io.lapwing.protocol.Topics;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Fields;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What would become of a CONNECT, a message or a subscription, and which rule decides it. */
final class ExplainApi {
    private static final int TEXT_MAX = 65_535;

    private final BrokerView broker;

    ExplainApi(BrokerView broker) {
        this.broker = broker;
    }

    /** POST /api/explain/connect. */
    Answer connect(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("client", "user", "password", "address", "listener", "version");
        String password = fields.text("password", TEXT_MAX);
        String listener = fields.text("listener", TEXT_MAX);
        String address = fields.text("address", TEXT_MAX);
        Long version = fields.number("version", 3, 5);
        try {
            return answer(
                    broker.explainConnect(
                            new Explained.Connecting(
                                    textOr(fields, "client", ""),
                                    fields.text("user", TEXT_MAX),
                                    password == null
                                            ? null
                                            : password.getBytes(StandardCharsets.UTF_8),
                                    address == null ? "127.0.0.1" : address,
                                    listener == null ? usualListener() : listener,
                                    version == null ? 4 : version.intValue())));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, String.valueOf(e.getMessage()));
        }
    }

    /** POST /api/explain/publish. */
    Answer publish(Request request) {
        Fields fields = fields(request);
        String topic = topic(fields);
        byte[] bytes = topic.getBytes(StandardCharsets.UTF_8);
        try {
            Topics.checkName(bytes, 0, bytes.length);
        } catch (MalformedPacket malformed) {
            throw HttpError.wrong("topic", "is no topic: " + malformed.getMessage());
        }
        return answer(
                broker.explainPublish(
                        textOr(fields, "client", ""), fields.text("user", TEXT_MAX), topic));
    }

    /** POST /api/explain/subscribe. */
    Answer subscribe(Request request) {
        Fields fields = fields(request);
        String filter = topic(fields);
        try {
            Topics.checkFilter(filter);
        } catch (MalformedPacket malformed) {
            throw HttpError.wrong("topic", "is no topic filter: " + malformed.getMessage());
        }
        return answer(
                broker.explainSubscribe(
                        textOr(fields, "client", ""), fields.text("user", TEXT_MAX), filter));
    }

    private static Fields fields(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("client", "user", "topic");
        return fields;
    }

    private static String topic(Fields fields) {
        String topic = fields.text("topic", TEXT_MAX);
        if (topic == null || topic.isEmpty()) {
            throw HttpError.wrong("topic", "is missing");
        }
        return topic;
    }

    private static String textOr(Fields fields, String name, String absent) {
        String text = fields.text(name, TEXT_MAX);
        return text == null ? absent : text;
    }

    private String usualListener() {
        List<BrokerView.ListenerView> all = broker.listeners();
        return all.isEmpty() ? "tcp.default" : all.getFirst().name();
    }

    private static Answer answer(Explained explained) {
        return Answer.json(
                new Api.Foretold(
                        explained.allowed(),
                        explained.cause(),
                        explained.because(),
                        explained.where(),
                        explained.rule(),
                        explained.checks().stream().map(ExplainApi::rung).toList()));
    }

    private static Api.Rung rung(Check check) {
        @Nullable String detail = check.detail();
        return new Api.Rung(check.outcome().name().toLowerCase(Locale.ROOT), check.text(), detail);
    }
}
