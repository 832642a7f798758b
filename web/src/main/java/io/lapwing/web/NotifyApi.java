// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.notify.Notifications;
import io.lapwing.agent.notify.OpenAlert;
import io.lapwing.agent.notify.ReceiverView;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Fields;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is told of alerts, how that goes, and who has taken an alert on. */
final class NotifyApi {
    private static final int TEXT_MAX = 500;

    /** The answer to GET /api/notify. */
    record State(List<ReceiverView> receivers, List<OpenAlert> open) {}

    private final Notifications notifications;

    NotifyApi(Notifications notifications) {
        this.notifications = notifications;
    }

    /** GET /api/notify. */
    Answer state(Request request) {
        request.knowsOnly();
        return state();
    }

    /** POST /api/notify/{name}/test: 200 when it has arrived, 502 with the reason when not. */
    Answer test(Request request) {
        String name = request.variable("name");
        try {
            Optional<String> error = notifications.test(name);
            if (error.isPresent()) {
                throw new HttpError(502, error.get());
            }
            return Answer.json(Map.of("sent", name));
        } catch (IllegalArgumentException e) {
            throw HttpError.notFound(String.valueOf(e.getMessage()));
        }
    }

    /** POST /api/notify/acks: somebody takes an alert on. */
    Answer acknowledge(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("alert", "by", "note");
        String alert = fields.text("alert", TEXT_MAX);
        String by = fields.text("by", TEXT_MAX);
        String note = fields.text("note", TEXT_MAX);
        if (alert == null || by == null || by.isBlank()) {
            throw new HttpError(400, "an acknowledgement needs alert, and by: whose it is");
        }
        if (!notifications.acknowledge(alert, by, note == null ? "" : note)) {
            throw notOpen();
        }
        return state();
    }

    /** DELETE /api/notify/acks/{alert}. */
    Answer unacknowledge(Request request) {
        if (!notifications.unacknowledge(request.variable("alert"))) {
            throw notOpen();
        }
        return state();
    }

    private Answer state() {
        return Answer.json(new State(notifications.receivers(), notifications.open()));
    }

    private static HttpError notOpen() {
        return HttpError.notFound("nobody was told of such an alert, or it is over");
    }
}
