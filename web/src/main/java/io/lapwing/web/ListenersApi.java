// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.broker.BrokerView;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Fields;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.util.List;

/** Listeners: which there are, and how they are opened and stopped while the program runs. */
final class ListenersApi {
    private static final int TEXT_MAX = 1_024;

    private final BrokerView broker;

    ListenersApi(BrokerView broker) {
        this.broker = broker;
    }

    /** GET /api/listeners. */
    Answer all(Request request) {
        request.knowsOnly();
        return Answer.json(list());
    }

    /** POST /api/listeners: opens one. */
    Answer start(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("name", "address", "settings");
        String name = fields.text("name", TEXT_MAX);
        if (name == null) {
            throw HttpError.wrong("name", "is missing");
        }
        String address = fields.text("address", TEXT_MAX);
        String error = broker.startListener(name, address, fields.texts("settings", TEXT_MAX));
        if (error != null) {
            throw new HttpError(409, error);
        }
        return Answer.json(201, list());
    }

    /** POST /api/listeners/{name}/stop, with {@code clients} whether they go as well. */
    Answer stop(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("clients");
        return changed(request, broker.stopListener(name(request), fields.flag("clients")));
    }

    /** DELETE /api/listeners/{name}. */
    Answer delete(Request request) {
        return changed(request, broker.deleteListener(name(request)));
    }

    private Answer changed(Request request, boolean done) {
        if (!done) {
            throw HttpError.notFound("there is no open listener " + name(request));
        }
        return Answer.json(list());
    }

    private static String name(Request request) {
        return String.valueOf(request.variable("name"));
    }

    private Api.Listeners list() {
        List<Api.Listener> all =
                broker.allListeners().stream()
                        .map(each -> new Api.Listener(each.name(), each.address()))
                        .toList();
        return new Api.Listeners(all);
    }
}
