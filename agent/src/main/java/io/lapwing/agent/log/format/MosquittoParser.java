// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log.format;

import io.lapwing.agent.log.format.LogRefusal.Told;
import io.lapwing.agent.log.format.LogRefusal.Who;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mosquitto's log. Its line about a refusal names a client at best, so what the lines before it
 * said is remembered: who has just come and from where, which code was sent, what TLS said. What
 * would be a guess among several is left out.
 */
final class MosquittoParser implements LogParser {
    private static final int PREFIX_MAX = 64;
    private static final int NAME_IN_PREFIX_MAX = 4;
    private static final String UNKNOWN = "<unknown>";
    private static final int MQTT5_CODES = 0x80;

    private static final byte[] CAME = Line.word("New connection from ");
    private static final byte[] LET_IN = Line.word("New client connected from ");
    private static final byte[] ANSWERED = Line.word("Sending CONNACK to ");
    private static final byte[] BAD_VERSION = Line.word("Invalid protocol version ");
    private static final byte[] TLS_ERROR = Line.word("OpenSSL Error");
    private static final byte[] SOCKET_ERROR = Line.word("Socket error on client ");
    private static final byte[] BAD_SOCKET = Line.word("Bad socket read/write on client ");
    private static final byte[] CLIENT = Line.word("Client ");

    private static final byte[] ON_PORT = Line.word(" on port ");
    private static final byte[] AS = Line.word(" as ");
    private static final byte[] CODE = Line.word(" (");
    private static final byte[] IN_CONNECT = Line.word(" in CONNECT from ");
    private static final byte[] SETTINGS = Line.word(" (p");

    private static final List<byte[]> BEGINNINGS =
            List.of(
                    CAME,
                    LET_IN,
                    ANSWERED,
                    BAD_VERSION,
                    TLS_ERROR,
                    SOCKET_ERROR,
                    BAD_SOCKET,
                    CLIENT);

    private static final List<String> ENDS =
            List.of(" disconnected", " closed its connection", " has exceeded timeout", " been ");

    private final ZoneId zone;
    private final MosquittoMemory memory = new MosquittoMemory();

    MosquittoParser(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public @Nullable LogRefusal read(Line line) {
        int end = Math.min(line.to, line.from + PREFIX_MAX);
        for (int at = line.from; at < end; at++) {
            boolean begins = at == line.from || line.bytes[at - 1] == ' ';
            byte[] words = begins ? beginning(line, at) : null;
            if (words != null) {
                return isTime(line, at) ? heard(line, words, at + words.length) : null;
            }
        }
        return null;
    }

    /** Nothing is known about the other lines: any text may be one. */
    @Override
    public boolean knows(Line line) {
        return true;
    }

    private static byte @Nullable [] beginning(Line line, int at) {
        for (byte[] each : BEGINNINGS) {
            if (line.has(each, at)) {
                return each;
            }
        }
        return null;
    }

    /** What stands before the message may be a time in any format, but no other message. */
    private static boolean isTime(Line line, int end) {
        int letters = 0;
        for (int at = line.from; at < end; at++) {
            boolean letter = Character.isLetter(line.bytes[at]);
            letters = letter ? letters + 1 : 0;
            if (letters > NAME_IN_PREFIX_MAX) {
                return false;
            }
        }
        return true;
    }

    private @Nullable LogRefusal heard(Line line, byte[] words, int at) {
        if (words == CAME) {
            memory.came(Peer.of(line.text(at, ended(line, ON_PORT, at))));
        } else if (words == LET_IN) {
            int as = ended(line, AS, at);
            int settings = line.findLast(SETTINGS);
            memory.letIn(
                    Peer.of(line.text(at, as)),
                    line.text(as + AS.length, settings < 0 ? line.to : settings));
        } else if (words == ANSWERED) {
            answered(line, at);
        } else if (words == BAD_VERSION) {
            memory.badVersion(line.text(at, ended(line, IN_CONNECT, at)));
        } else if (words == TLS_ERROR) {
            memory.tlsSaid(line.text(at, line.to));
        } else if (words == CLIENT) {
            return left(line, line.text(at, line.to));
        } else {
            return left(line, line.text(at, line.to).replaceFirst("[,:]", " disconnected:"));
        }
        return null;
    }

    private void answered(Line line, int at) {
        int code = line.findLast(CODE);
        String[] numbers = code < at ? new String[0] : line.text(code + 2, line.to - 1).split(", ");
        if (numbers.length == 2 && numbers[1].matches("[0-9]{1,3}")) {
            String name = line.text(at, code);
            memory.answered(Integer.parseInt(numbers[1]), name, Peer.of(name));
        }
    }

    /** A client has gone: before it was in, that is a refusal. */
    private @Nullable LogRefusal left(Line line, String text) {
        int end = -1;
        for (String each : ENDS) {
            end = Math.max(end, text.lastIndexOf(each));
        }
        if (end < 0) {
            return null;
        }
        String name = text.substring(0, end);
        Peer told = Peer.UNKNOWN;
        int bracket = name.lastIndexOf(" [");
        if (bracket > 0 && name.endsWith("]")) {
            told = Peer.of(name.substring(bracket + 2, name.length() - 1));
            name = name.substring(0, bracket);
        }
        String how = text.substring(end).strip();
        boolean nameless = name.equals(UNKNOWN);
        boolean wasIn = !nameless && memory.left(name);
        boolean refused = memory.code() > 0 || nameless || how.contains("not authori");
        if (wasIn || !refused) {
            memory.forgetAttempt();
            return null;
        }
        Who who = Who.client(nameless ? memory.answeredClient() : name);
        return refusal(line, who.from(memory.peer(told, nameless)), how);
    }

    private LogRefusal refusal(Line line, Who who, String how) {
        String version = memory.version();
        String tls = memory.tls();
        int code = memory.code();
        memory.forgetAttempt();
        String cause = tls.isEmpty() ? cause(code, how, !version.isEmpty()) : TlsAlert.cause(tls);
        return new LogRefusal(
                LogFormat.MOSQUITTO.word(),
                cause,
                who,
                told(code, cause),
                because(code, how, version, tls),
                line.shown(),
                LineTime.of(line, zone));
    }

    private static String cause(int code, String how, boolean badVersion) {
        if (badVersion || code == 1 || code == 0x84) {
            return "unsupported_protocol_version";
        }
        return switch (code) {
            case 2, 0x85 -> "client_id_not_valid";
            case 3, 0x88 -> "auth_backend_unavailable";
            case 4, 5, 0x86, 0x87 -> "not_authorized";
            case 0x89 -> "server_busy";
            case 0x8A -> "banned";
            case 0x8C -> "bad_authentication_method";
            case 0x95 -> "packet_too_large";
            case 0x97 -> "quota_exceeded";
            case 0x9A, 0x9B -> "will_not_supported";
            case 0x9F -> "connection_rate_exceeded";
            default -> cause(how);
        };
    }

    private static String cause(String how) {
        if (how.contains("not authori")) {
            return "not_authorized";
        }
        if (how.contains("oversize")) {
            return "packet_too_large";
        }
        if (how.contains("malformed")) {
            return "malformed_connect";
        }
        if (how.contains("exceeded timeout")) {
            return "connect_timeout";
        }
        boolean gone = how.contains("closed its connection") || how.contains("reset by peer");
        return gone || how.contains("onnection lost") ? "closed_by_client" : "protocol_error";
    }

    private static Told told(int code, String cause) {
        if (code == 0) {
            return cause.equals("not_authorized") ? Told.both("not_authorized") : Told.NOTHING;
        }
        String reason =
                switch (code) {
                    case 1, 0x84 -> "unsupported_protocol_version";
                    case 2, 0x85 -> "client_identifier_not_valid";
                    case 3, 0x88 -> "server_unavailable";
                    case 4, 0x86 -> "bad_username_or_password";
                    case 5, 0x87 -> "not_authorized";
                    default -> cause;
                };
        return code < MQTT5_CODES ? new Told(reason, null) : new Told(null, reason);
    }

    private static String because(int code, String how, String version, String tls) {
        StringBuilder text = new StringBuilder("Mosquitto says ").append(how);
        if (code > 0) {
            text.append(" and answered ").append(code);
        }
        if (!version.isEmpty()) {
            text.append("; the client speaks protocol level ").append(version);
        }
        if (!tls.isEmpty()) {
            text.append("; TLS says ").append(tls.strip());
        }
        if (how.contains("not authori")) {
            text.append("; an unknown user, a wrong password and no user name look the same");
        }
        return text.toString();
    }

    private static int ended(Line line, byte[] word, int at) {
        int end = line.find(word, at);
        return end < 0 ? line.to : end;
    }
}
