// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import io.lapwing.agent.log.format.LogRefusal.Told;
import io.lapwing.agent.log.format.LogRefusal.Who;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * VerneMQ's console.log, 1.x and 2.x, as text and as JSON. A line is looked through once for the
 * few words that a refusal begins with, and only before the first {@code <<}: what stands behind it
 * may come from a client.
 */
final class VernemqParser implements LogParser {
    /** What the words of a refusal begin with; no line is searched for them beyond this. */
    private static final int HEAD_MAX = 400;

    private static final byte[] DUE_TO = Line.word(" due to ");
    private static final byte[] FROM = Line.word(" from ");
    private static final byte[] WITH_USER = Line.word(" with username ");
    private static final byte[] MESSAGE = JsonFields.name("msg");
    private static final byte[] TEXT = JsonFields.name("text");

    /** Reads what follows the words. */
    private interface Reader {
        @Nullable LogRefusal read(VernemqParser parser, Line line, int at);
    }

    private record Phrase(byte[] words, Reader reader) {
        static Phrase of(String words, Reader reader) {
            return new Phrase(Line.word(words), reader);
        }
    }

    private static final List<Phrase> PHRASES =
            List.of(
                    Phrase.of("can't authenticate client ", VernemqParser::login),
                    Phrase.of("can't register client ", VernemqParser::registration),
                    Phrase.of("can't authenticate last will", VernemqParser::will),
                    Phrase.of("can't continue enhanced auth with client ", VernemqParser::exchange),
                    Phrase.of("invalid protocol version for ", VernemqParser::version),
                    Phrase.of("invalid client id ", VernemqParser::longId),
                    Phrase.of("empty client id not allowed", VernemqParser::noId),
                    Phrase.of("session for undefined stopped", VernemqParser::session),
                    Phrase.of("Proxy Protocol Error: ", VernemqParser::proxy),
                    Phrase.of("XFF proxy not in trusted list", VernemqParser::proxy),
                    Phrase.of("TLS server: In state ", VernemqParser::tls),
                    Phrase.of("TLS :server: In state ", VernemqParser::tls));

    private static final byte[] WILL_FOR_CLIENT = Line.word("for client ");

    private final ZoneId zone;

    /** VerneMQ 1.x writes a refused will on two lines; this is the time of the first. */
    private long willAtMillis;

    private boolean willGoesOn;

    VernemqParser(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public @Nullable LogRefusal read(Line line) {
        if (willGoesOn) {
            willGoesOn = false;
            int client = line.find(WILL_FOR_CLIENT, line.from);
            if (client >= 0 && isBlank(line, client)) {
                return refusedWill(line, client + WILL_FOR_CLIENT.length, willAtMillis);
            }
        }
        if (JsonFields.isObject(line)) {
            String text = JsonFields.value(line, MESSAGE);
            String told = text == null ? JsonFields.value(line, TEXT) : text;
            return told == null ? null : find(Line.of(told));
        }
        return find(line);
    }

    @Override
    public boolean knows(Line line) {
        return line.isEmpty()
                || LineTime.begins(line)
                || line.bytes[line.from] == '{'
                || line.bytes[line.from] == ' ';
    }

    private @Nullable LogRefusal find(Line line) {
        int end = Math.min(line.to, line.from + HEAD_MAX);
        boolean begins = true;
        for (int at = line.from; at < end; at++) {
            byte next = line.bytes[at];
            if (next == '<' && at + 1 < end && line.bytes[at + 1] == '<') {
                return null;
            }
            if (begins && mayBegin(next)) {
                for (Phrase phrase : PHRASES) {
                    if (line.has(phrase.words, at)) {
                        return phrase.reader.read(this, line, at + phrase.words.length);
                    }
                }
            }
            begins = next == ' ';
        }
        return null;
    }

    private static boolean mayBegin(byte first) {
        return switch (first) {
            case 'c', 'i', 'e', 's', 'P', 'X', 'T' -> true;
            default -> false;
        };
    }

    private LogRefusal login(Line line, int at) {
        ErlangReader terms = new ErlangReader(line, at);
        Who who = Who.client(terms.subscriber());
        int due = line.find(DUE_TO, terms.at());
        if (line.has(FROM, terms.at())) {
            int peerEnd = due < 0 ? line.to : due;
            who = who.from(Peer.of(line.text(terms.at() + FROM.length, peerEnd)));
        }
        String reason = reason(line, due);
        VernemqReason known = VernemqReason.ofLogin(reason);
        return refusal(line, known.cause(), who, known.told(), known.because(reason));
    }

    private LogRefusal registration(Line line, int at) {
        ErlangReader terms = new ErlangReader(line, at);
        Who who = Who.client(terms.subscriber());
        int userAt = terms.at();
        if (line.has(WITH_USER, userAt)) {
            terms = new ErlangReader(line, userAt + WITH_USER.length);
            who = who.withUser(terms.binary());
        }
        String reason = reason(line, line.find(DUE_TO, terms.at())).replaceFirst("^reason ", "");
        VernemqReason known = VernemqReason.ofRegistration(reason);
        return refusal(line, known.cause(), who, known.told(), known.because(reason));
    }

    private @Nullable LogRefusal will(Line line, int at) {
        int client = line.find(WILL_FOR_CLIENT, at);
        if (client < 0) {
            willGoesOn = true;
            willAtMillis = LineTime.of(line, zone);
            return null;
        }
        return refusedWill(line, client + WILL_FOR_CLIENT.length, LineTime.of(line, zone));
    }

    private LogRefusal refusedWill(Line line, int at, long atMillis) {
        ErlangReader terms = new ErlangReader(line, at);
        Who who = Who.client(terms.subscriber());
        String reason = reason(line, line.find(DUE_TO, terms.at()));
        return refusal(
                        line,
                        "will_not_authorized",
                        who,
                        Told.both("not_authorized"),
                        "VerneMQ says " + reason + " of the topic of the will")
                .at(atMillis);
    }

    private LogRefusal exchange(Line line, int at) {
        ErlangReader terms = new ErlangReader(line, at);
        Who who = Who.client(terms.subscriber());
        String reason = reason(line, line.find(DUE_TO, terms.at()));
        boolean noMethod = reason.equals("no_matching_hook_found");
        return refusal(
                line,
                noMethod ? "bad_authentication_method" : "authentication_failed",
                who,
                noMethod || reason.startsWith("{") ? Told.NOTHING : new Told(null, reason),
                noMethod
                        ? "no plugin of VerneMQ does enhanced authentication"
                        : "the plugin answered " + reason);
    }

    private LogRefusal version(Line line, int at) {
        ErlangReader terms = new ErlangReader(line, at);
        Who who = Who.client(terms.subscriber());
        String level = line.text(terms.at(), line.to).strip();
        boolean known = level.matches("[0-9]{1,3}");
        boolean five = level.equals("5");
        String told = "unsupported_protocol_version";
        return refusal(
                line,
                "protocol_version_disabled",
                known ? who.withLevel(Integer.parseInt(level)) : who,
                new Told(five ? null : told, five ? told : null),
                "the listener does not allow protocol level " + level);
    }

    private LogRefusal longId(Line line, int at) {
        return refusal(
                line,
                "client_id_too_long",
                Who.client(new ErlangReader(line, at).binary()),
                Told.both("client_identifier_not_valid"),
                "longer than max_client_id_size allows");
    }

    private LogRefusal noId(Line line, int at) {
        return refusal(
                line,
                "client_id_missing",
                Who.client(""),
                new Told("client_identifier_not_valid", null),
                "a client of MQTT 3.1 sent no id");
    }

    private LogRefusal session(Line line, int at) {
        String reason = reason(line, line.find(DUE_TO, at));
        VernemqReason known = VernemqReason.ofPacket(reason);
        return refusal(line, known.cause(), Who.NOBODY, known.told(), known.because(reason));
    }

    private LogRefusal proxy(Line line, int at) {
        String reason = line.text(at, line.to).strip();
        return refusal(
                line, "proxy_header_invalid", Who.NOBODY, Told.NOTHING, "VerneMQ says " + reason);
    }

    private @Nullable LogRefusal tls(Line line, int at) {
        String alert = line.text(at, line.to);
        return alert.contains("Fatal")
                ? refusal(line, TlsAlert.cause(alert), Who.NOBODY, Told.NOTHING, alert)
                : null;
    }

    private LogRefusal refusal(Line line, String cause, Who who, Told told, String because) {
        return new LogRefusal(
                LogFormat.VERNEMQ.word(),
                cause,
                who,
                told,
                because,
                line.shown(),
                LineTime.of(line, zone));
    }

    private static String reason(Line line, int dueTo) {
        if (dueTo < 0) {
            return "";
        }
        int end = Math.min(line.to, dueTo + DUE_TO.length + VernemqReason.CHARS_MAX);
        String reason = line.text(dueTo + DUE_TO.length, end).strip();
        boolean quoted = reason.length() > 1 && reason.startsWith("'") && reason.endsWith("'");
        return quoted ? reason.substring(1, reason.length() - 1) : reason;
    }

    private static boolean isBlank(Line line, int end) {
        for (int at = line.from; at < end; at++) {
            if (line.bytes[at] != ' ') {
                return false;
            }
        }
        return true;
    }
}
