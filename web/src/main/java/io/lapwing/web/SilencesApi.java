// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.agent.silence.Matcher;
import io.lapwing.agent.silence.Silence;
import io.lapwing.agent.silence.Silences;
import io.lapwing.base.Clock;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.Fields;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is not to be told about what, and until when. */
final class SilencesApi {
    private static final int TEXT_MAX = 500;
    private static final long TIME_MAX = 100_000_000_000_000L;

    private final Silences silences;
    private final Clock clock;

    SilencesApi(Silences silences, Clock clock) {
        this.silences = silences;
        this.clock = clock;
    }

    /** GET /api/silences: those that have not ended. */
    Answer list(Request request) {
        request.knowsOnly();
        return Answer.json(new Api.SilenceList(silences.list().stream().map(this::view).toList()));
    }

    /** POST /api/silences: what, why, by whom, and for how long or until when. */
    Answer add(Request request) {
        Fields fields = request.fields();
        fields.knowsOnly(
                "alert",
                "chart",
                "context",
                "reason",
                "author",
                "from",
                "until",
                "for_seconds",
                "schedule");
        long start =
                Objects.requireNonNullElseGet(
                        fields.number("from", 0, TIME_MAX), clock::epochMillis);
        Long until = fields.number("until", 0, TIME_MAX);
        Long seconds = fields.number("for_seconds", 1, Silences.SPAN_MAX.toSeconds());
        if ((until == null) == (seconds == null)) {
            throw new HttpError(400, "a silence has an end: until, or for_seconds");
        }
        try {
            Matcher matcher =
                    new Matcher(
                            text(fields, "alert"), text(fields, "chart"), text(fields, "context"));
            Silence silence =
                    silences.add(
                            new Silences.Wish(
                                    matcher,
                                    text(fields, "reason"),
                                    text(fields, "author"),
                                    start,
                                    until == null ? start + seconds * 1_000 : until,
                                    text(fields, "schedule")));
            return Answer.json(201, view(silence));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new HttpError(409, String.valueOf(e.getMessage()));
        }
    }

    /** DELETE /api/silences/{id}. */
    Answer remove(Request request) {
        String id = request.variable("id");
        try {
            if (!id.matches("[0-9]{1,18}") || !silences.remove(Long.parseLong(id))) {
                throw HttpError.notFound("there is no such silence; it may have ended");
            }
        } catch (IllegalStateException e) {
            throw new HttpError(409, String.valueOf(e.getMessage()));
        }
        return list(request);
    }

    private Api.SilenceNow view(Silence silence) {
        return of(silence, clock.epochMillis());
    }

    static Api.SilenceNow of(Silence silence, long now) {
        return new Api.SilenceNow(
                Long.toString(silence.id()),
                silence.matcher().alert(),
                silence.matcher().chart(),
                silence.matcher().context(),
                silence.reason(),
                silence.author(),
                silence.startMs(),
                silence.endMs(),
                silence.schedule().text(),
                silence.holds(now));
    }

    private static String text(Fields fields, String name) {
        @Nullable String text = fields.text(name, TEXT_MAX);
        return text == null ? "" : text;
    }
}
