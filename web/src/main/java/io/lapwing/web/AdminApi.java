// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.broker.BrokerView;
import io.lapwing.broker.admission.Ban;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Fields;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator may do: ban and unban, and change the levels of the log. */
final class AdminApi {
    private static final int NAME_MAX = 65_535;
    private static final int REASON_MAX = 200;
    private static final int LOGGER_MAX = 200;
    private static final long BAN_SECONDS_MAX = 10L * 366 * 86_400;

    private final BrokerView broker;
    private final LogLevels log;

    AdminApi(BrokerView broker, LogLevels log) {
        this.broker = broker;
        this.log = log;
    }

    /** GET /api/bans. */
    Answer bans(Request request) {
        request.knowsOnly();
        return Answer.json(new Api.Bans(broker.bans().stream().map(AdminApi::view).toList()));
    }

    /** POST /api/bans: exactly one of address, client and user, for some seconds or for good. */
    Answer ban(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("address", "client", "user", "for_seconds", "reason");
        List<Ban.Kind> kinds = new ArrayList<>();
        String value = "";
        for (Ban.Kind kind : Ban.Kind.values()) {
            String named = fields.text(kind.word(), NAME_MAX);
            if (named != null) {
                kinds.add(kind);
                value = named;
            }
        }
        if (kinds.size() != 1) {
            throw new HttpError(400, "a ban names exactly one of address, client and user");
        }
        Long seconds = fields.number("for_seconds", 1, BAN_SECONDS_MAX);
        String reason = fields.text("reason", REASON_MAX);
        try {
            Ban ban =
                    broker.ban(
                            kinds.getFirst(),
                            value,
                            seconds == null ? null : Duration.ofSeconds(seconds),
                            reason == null ? "" : reason);
            return Answer.json(201, view(ban));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, said(e));
        } catch (IllegalStateException e) {
            throw new HttpError(409, said(e));
        }
    }

    /** DELETE /api/bans/{id}. */
    Answer unban(Request request) {
        String id = request.variable("id");
        if (!id.matches("[0-9]{1,18}") || !broker.unban(Long.parseLong(id))) {
            throw HttpError.notFound("there is no such ban; it may have ended");
        }
        return bans(request);
    }

    /** GET /api/log/level. */
    Answer levels(Request request) {
        request.knowsOnly();
        return Answer.json(new Api.Levels(log.levels()));
    }

    /** PUT /api/log/level, of one logger or of all. */
    Answer level(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly("logger", "level");
        String level = fields.text("level", LOGGER_MAX);
        if (level == null) {
            throw HttpError.wrong("level", "is missing");
        }
        try {
            log.set(fields.text("logger", LOGGER_MAX), level);
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, said(e));
        }
        return Answer.json(new Api.Levels(log.levels()));
    }

    private static Api.BanInForce view(Ban ban) {
        return new Api.BanInForce(
                Long.toString(ban.id()),
                ban.kind().word(),
                ban.value(),
                ban.sinceMillis(),
                until(ban),
                ban.reason());
    }

    private static @Nullable Long until(Ban ban) {
        return ban.untilMillis() == Ban.NO_END ? null : ban.untilMillis();
    }

    private static String said(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? "the value is not valid" : message;
    }
}
