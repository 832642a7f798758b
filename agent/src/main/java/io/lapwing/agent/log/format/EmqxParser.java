// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import io.lapwing.agent.log.format.LogRefusal.Told;
import io.lapwing.agent.log.format.LogRefusal.Who;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * EMQX's log: of version 5 as text ({@code clientid: pump-7, msg: authentication_failure, …}) and
 * as JSON, of version 4 its sentence about a failed login, and failed TLS handshakes of both.
 */
final class EmqxParser implements LogParser {
    private static final byte[] FAILURE = Line.word("authentication_failure");
    private static final byte[] LOGIN_FAILED = Line.word(" login failed for ");
    private static final byte[] TLS = Line.word("ssl_error");
    private static final byte[] MESSAGE_IS = Line.word(" msg: authentication_failure");
    private static final byte[] LEVEL = Line.word("] ");
    private static final byte[] CLIENT_4 = Line.word(" Client ");
    private static final byte[] USER_4 = Line.word(" (Username: '");
    private static final byte[] USER_4_ENDS = Line.word("')");
    private static final byte[] NEXT = Line.word(", ");

    private static final byte[] CLIENT = Line.word("clientid: ");
    private static final byte[] USER = Line.word("username: ");
    private static final byte[] PEER = Line.word("peername: ");
    private static final byte[] REASON = Line.word("reason: ");

    private static final byte[] JSON_MESSAGE = JsonFields.name("msg");
    private static final byte[] JSON_CLIENT = JsonFields.name("clientid");
    private static final byte[] JSON_USER = JsonFields.name("username");
    private static final byte[] JSON_PEER = JsonFields.name("peername");
    private static final byte[] JSON_REASON = JsonFields.name("reason");

    private static final Map<String, String> CAUSES =
            Map.of(
                    "bad_username_or_password", "wrong_password",
                    "bad_clientid_or_password", "wrong_password",
                    "client_identifier_not_valid", "client_id_not_valid",
                    "banned", "banned",
                    "bad_authentication_method", "bad_authentication_method",
                    "server_unavailable", "auth_backend_unavailable",
                    "server_busy", "server_busy",
                    "quota_exceeded", "quota_exceeded",
                    "timeout", "auth_backend_timeout");

    private final ZoneId zone;

    EmqxParser(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public @Nullable LogRefusal read(Line line) {
        if (line.isEmpty()) {
            return null;
        }
        if (JsonFields.isObject(line)) {
            return line.find(FAILURE, line.from) < 0 ? null : json(line);
        }
        int level = line.find(LEVEL, line.from);
        if (level < 0 || level - line.from > 64) {
            return null;
        }
        int failure = line.find(MESSAGE_IS, level);
        if (failure >= 0) {
            return failure == line.findLast(MESSAGE_IS)
                    ? text(line, level + LEVEL.length, failure)
                    : login(line, Who.NOBODY, ""); // a client's text imitates the log
        }
        int login = line.findLast(LOGIN_FAILED);
        if (login >= 0) {
            return version4(line, login);
        }
        int tls = line.find(TLS, level);
        return tls < 0 ? null : tls(line, tls);
    }

    @Override
    public boolean knows(Line line) {
        return line.isEmpty() || LineTime.begins(line) || line.bytes[line.from] == '{';
    }

    private @Nullable LogRefusal json(Line line) {
        if (!"authentication_failure".equals(JsonFields.value(line, JSON_MESSAGE))) {
            return null;
        }
        String peer = JsonFields.value(line, JSON_PEER);
        String reason = JsonFields.value(line, JSON_REASON);
        Who who =
                Who.client(JsonFields.value(line, JSON_CLIENT))
                        .withUser(JsonFields.value(line, JSON_USER))
                        .from(peer == null ? Peer.UNKNOWN : Peer.of(peer));
        return login(line, who, reason == null ? "" : reason);
    }

    /**
     * Fields stand in the order of their names: the client id before the message, the user name
     * last. Neither is quoted, so of each field the first on its side of the message counts.
     */
    private LogRefusal text(Line line, int fields, int message) {
        Who who =
                Who.client(between(line, CLIENT, fields, message))
                        .withUser(value(line, USER, message));
        String peer = value(line, PEER, message);
        String reason = value(line, REASON, message);
        return login(
                line,
                who.from(peer == null ? Peer.UNKNOWN : Peer.of(peer)),
                reason == null ? "" : reason);
    }

    private LogRefusal version4(Line line, int failed) {
        int client = line.find(CLIENT_4, line.from);
        int user = client < 0 ? -1 : line.find(USER_4, client);
        int userEnd = line.findLast(USER_4_ENDS);
        Who who = Who.NOBODY;
        if (client >= 0 && user >= 0 && userEnd >= user) {
            String name = line.text(user + USER_4.length, userEnd);
            who =
                    Who.client(line.text(client + CLIENT_4.length, user))
                            .withUser(name.equals("undefined") ? null : name);
        }
        return login(line, who, line.text(failed + LOGIN_FAILED.length, line.to).strip());
    }

    private LogRefusal tls(Line line, int at) {
        String told = line.text(at, Math.min(line.to, at + VernemqReason.CHARS_MAX));
        int peer = line.find(PEER, line.from);
        return refusal(
                line,
                TlsAlert.cause(told),
                peer < 0 ? Who.NOBODY : Who.NOBODY.from(peerAt(line, peer + PEER.length)),
                Told.NOTHING,
                "EMQX says " + told);
    }

    private LogRefusal login(Line line, Who who, String reason) {
        String told = CAUSES.containsKey(reason) ? reason : "not_authorized";
        return refusal(
                line,
                CAUSES.getOrDefault(reason, "not_authorized"),
                who,
                Told.both(told),
                "EMQX says "
                        + (reason.isEmpty() ? "no reason" : reason)
                        + "; a user that nobody knows can look the same");
    }

    private LogRefusal refusal(Line line, String cause, Who who, Told told, String because) {
        return new LogRefusal(
                LogFormat.EMQX.word(),
                cause,
                who,
                told,
                because,
                line.shown(),
                LineTime.of(line, zone));
    }

    private static @Nullable String value(Line line, byte[] field, int from) {
        int at = line.find(field, from);
        if (at < 0) {
            return null;
        }
        int end = line.find(NEXT, at);
        return line.text(at + field.length, end < 0 ? line.to : end);
    }

    /** Up to the message, less the comma in front of it. */
    private static @Nullable String between(Line line, byte[] field, int from, int message) {
        int at = line.find(field, from);
        int end = message > from && line.bytes[message - 1] == ',' ? message - 1 : message;
        return at < 0 || at > end ? null : line.text(at + field.length, end);
    }

    private static Peer peerAt(Line line, int at) {
        int end = at;
        while (end < line.to && ", }".indexOf(line.bytes[end]) < 0) {
            end++;
        }
        return Peer.of(line.text(at, end));
    }
}
