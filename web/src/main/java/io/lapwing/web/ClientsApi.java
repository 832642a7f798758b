// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.base.Clock;
import io.lapwing.broker.BrokerView;
import io.lapwing.broker.clients.ClientAnswer;
import io.lapwing.broker.clients.ClientDetail;
import io.lapwing.broker.clients.ClientQuery;
import io.lapwing.broker.clients.ClientRow;
import io.lapwing.broker.clients.ClientState;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.clients.Departure;
import io.lapwing.broker.refusals.RefusalAnswer;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import io.lapwing.web.http.Answer;
import io.lapwing.web.http.HttpError;
import io.lapwing.web.http.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Clients that are connected, offline, or were refused, in one list; and each one's story. */
final class ClientsApi {
    private static final int ROWS = 200;
    private static final int STORY_MAX = 100;
    private static final int ID_MAX = 65_535;
    private static final String REFUSED = "refused";
    private static final List<String> STATES =
            List.of("any", ClientState.CONNECTED.word(), ClientState.OFFLINE.word(), REFUSED);

    private final BrokerView broker;
    private final Clock clock;

    ClientsApi(BrokerView broker, Clock clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /** GET /api/clients. */
    Answer list(Request request) {
        request.knowsOnly("find", "state", "limit");
        String state = request.choice("state", "any", STATES);
        int limit = (int) request.number("limit", ROWS, 1, ClientQuery.LIMIT_MAX);
        String find = request.text("find");
        RefusalAnswer journal = refusals(find);
        Map<String, RefusalRow> refused = newestOf(journal.rows());
        List<Api.ClientRow> rows = new ArrayList<>();
        List<Api.ClientRow> never = new ArrayList<>();
        refused.forEach((id, row) -> {
            if (!broker.clients().has(id)) {
                never.add(refusedRow(id, row));
            }
        });
        ClientAnswer in =
                broker.clients()
                        .query(
                                new ClientQuery(
                                        find, stateOf(state), state.equals(REFUSED) ? 0 : limit));
        in.rows().forEach(row -> rows.add(of(row, refused.get(row.clientId()))));
        if (state.equals("any") || state.equals(REFUSED)) {
            rows.addAll(never);
        }
        rows.sort(Comparator.comparingLong(Api.ClientRow::since).reversed());
        return Answer.json(
                new Api.Clients(
                        in.nowMillis(),
                        in.connected(),
                        in.offline(),
                        never.size(),
                        rows.subList(0, Math.min(limit, rows.size()))));
    }

    /** GET /api/client?id=: ids may hold anything, so they stand in no path. */
    Answer one(Request request) {
        request.knowsOnly("id");
        String id = id(request);
        ClientsView clients = broker.clients();
        Optional<ClientDetail> detail = clients.client(id);
        List<RefusalRow> refused = refusalsOf(id);
        List<Api.Moment> story = story(id, refused);
        if (detail.isEmpty() && story.isEmpty()) {
            throw HttpError.notFound(
                    "no client with this id is connected, offline or was refused lately");
        }
        RefusalRow newest = refused.isEmpty() ? null : refused.getFirst();
        Api.ClientRow row =
                detail.map(known -> of(known.row(), newest))
                        .orElseGet(() -> newest == null ? gone(id, story) : refusedRow(id, newest));
        return Answer.json(
                new Api.ClientDetail(row, detail.map(ClientsApi::session).orElse(null), story));
    }

    /** POST /api/client/disconnect. */
    Answer disconnect(Request request) {
        String id = idInBody(request);
        if (!broker.clients().disconnect(id)) {
            throw HttpError.notFound("no client with this id is connected");
        }
        return Answer.json(new Api.ClientDone(id, "disconnected"));
    }

    /** POST /api/client/delete. */
    Answer delete(Request request) {
        String id = idInBody(request);
        if (!broker.clients().delete(id)) {
            throw HttpError.notFound("there is no session with this client id");
        }
        return Answer.json(new Api.ClientDone(id, "deleted"));
    }

    private static String id(Request request) {
        if (!request.has("id")) {
            throw HttpError.wrong("id", "is missing");
        }
        return request.text("id", "");
    }

    private static String idInBody(Request request) {
        var fields = request.fields();
        fields.knowsOnly("id");
        String id = fields.text("id", ID_MAX);
        if (id == null) {
            throw HttpError.wrong("id", "is missing");
        }
        return id;
    }

    private static @Nullable ClientState stateOf(String word) {
        return Stream.of(ClientState.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    private RefusalAnswer refusals(@Nullable String find) {
        long now = clock.epochMillis();
        return broker.refusals(
                RefusalQuery.between(now - Summaries.WINDOW.toMillis(), now + 1_000)
                        .withFind(find)
                        .withLimit(RefusalQuery.LIMIT_MAX));
    }

    private List<RefusalRow> refusalsOf(String id) {
        return broker
                .refusals(
                        RefusalQuery.between(0, clock.epochMillis() + 1_000)
                                .withClient(id)
                                .withLimit(STORY_MAX))
                .rows()
                .stream()
                .sorted(Comparator.comparingLong(RefusalRow::lastMillis).reversed())
                .toList();
    }

    /** The newest row of each client that gave an id. */
    private static Map<String, RefusalRow> newestOf(List<RefusalRow> rows) {
        Map<String, RefusalRow> newest = new LinkedHashMap<>();
        for (RefusalRow row : rows) {
            String id = row.attempt().clientId();
            if (id != null && !id.isEmpty()) {
                newest.merge(id, row, (a, b) -> a.lastMillis() >= b.lastMillis() ? a : b);
            }
        }
        return newest;
    }

    /** What is remembered of a client, the newest first. */
    private List<Api.Moment> story(String id, List<RefusalRow> refused) {
        List<Api.Moment> moments = new ArrayList<>();
        for (RefusalRow row : refused) {
            String what = row.cause().word();
            moments.add(
                    new Api.Moment(
                            REFUSED,
                            what,
                            row.newest().because(),
                            row.attempt().address(),
                            row.ever(),
                            row.firstMillis(),
                            row.lastMillis(),
                            Rows.id(row)));
        }
        for (Departure left : broker.clients().departuresOf(id)) {
            moments.add(
                    new Api.Moment(
                            "left",
                            left.reason(),
                            left.because(),
                            left.address(),
                            left.count(),
                            left.firstMillis(),
                            left.lastMillis(),
                            null));
        }
        broker.clients()
                .lastLogin(id)
                .ifPresent(login ->
                        moments.add(
                                new Api.Moment(
                                        "admitted",
                                        "",
                                        "",
                                        login.address(),
                                        1,
                                        login.atMillis(),
                                        login.atMillis(),
                                        null)));
        moments.sort(Comparator.comparingLong(Api.Moment::last).reversed());
        return moments;
    }

    private static Api.ClientRow of(ClientRow row, @Nullable RefusalRow refused) {
        ClientRow.Link link = row.link();
        return new Api.ClientRow(
                row.clientId(),
                row.userName(),
                row.state().word(),
                link == null ? null : link.address(),
                link == null ? 0 : link.port(),
                link == null ? null : link.listener(),
                link == null ? null : link.version().text(),
                row.sinceMillis(),
                row.expirySeconds() == ClientRow.NO_EXPIRY ? null : row.expirySeconds(),
                row.subscriptions(),
                row.queued(),
                row.inFlight(),
                refused == null ? null : lately(refused));
    }

    private static Api.ClientRow refusedRow(String id, RefusalRow row) {
        return outside(
                id,
                row.attempt().userName(),
                REFUSED,
                row.attempt().address(),
                row.lastMillis(),
                lately(row));
    }

    /** It left for good: only its story is known. */
    private static Api.ClientRow gone(String id, List<Api.Moment> story) {
        Api.Moment last = story.getFirst();
        return outside(id, null, "gone", last.address(), last.last(), null);
    }

    private static Api.ClientRow outside(
            String id,
            @Nullable String user,
            String state,
            @Nullable String address,
            long since,
            Api.@Nullable Lately refused) {
        return new Api.ClientRow(
                id, user, state, address, 0, null, null, since, 0L, 0, 0, 0, refused);
    }

    private static Api.Lately lately(RefusalRow row) {
        return new Api.Lately(Rows.id(row), row.cause().word(), row.ever(), row.lastMillis());
    }

    private static Api.Session session(ClientDetail detail) {
        return new Api.Session(
                detail.queuedBytes(),
                detail.unreleased(),
                detail.keepAliveSeconds(),
                detail.receiveMax(),
                detail.subscriptions().stream()
                        .map(each ->
                                new Api.Subscribed(
                                        each.filter(),
                                        each.qos(),
                                        each.noLocal(),
                                        each.retainAsPublished()))
                        .toList());
    }
}
