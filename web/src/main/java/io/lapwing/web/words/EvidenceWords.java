// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import io.lapwing.broker.Evidence;
import io.lapwing.broker.admission.FileChange;
import io.lapwing.broker.admission.Login;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.RefusalRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The likely story behind a row, said only when times and names bear it out. */
public final class EvidenceWords {
    /** A change longer before the first refusal explains nothing by itself. */
    static final long NEAR_MILLIS = 3_600_000;

    /** So many other clients with the same trouble point away from this one. */
    static final int OTHERS_MIN = 3;

    private EvidenceWords() {}

    /** Null when nothing is known that would explain the row. */
    public static @Nullable String of(RefusalRow row, Evidence evidence) {
        List<String> sentences = new ArrayList<>();
        FileChange change = change(row.cause(), evidence);
        if (change != null && near(change, row)) {
            Login login = evidence.lastLogin();
            if (row.cause() == Cause.WRONG_PASSWORD
                    && change.user() != null
                    && login != null
                    && login.atMillis() < change.atMillis()) {
                sentences.add(
                        "The password was changed here, and the client still uses the old one.");
            }
            sentences.add(changed(change, row));
        }
        Login login = evidence.lastLogin();
        if (login != null && login.atMillis() < row.lastMillis()) {
            sentences.add(
                    "This client last got in %s before its newest refusal, from %s."
                            .formatted(
                                    Words.duration(row.lastMillis() - login.atMillis()),
                                    login.address()));
        }
        if (evidence.othersWithCause() >= OTHERS_MIN) {
            sentences.add(
                    "In the last 15 minutes %s other clients were refused for the same cause: look"
                                    .formatted(Words.count(evidence.othersWithCause()))
                            + " for what they share before you look at this one.");
        }
        return sentences.isEmpty() ? null : String.join(" ", sentences);
    }

    private static @Nullable FileChange change(Cause cause, Evidence evidence) {
        return switch (cause) {
            case WRONG_PASSWORD, UNKNOWN_USER, CREDENTIALS_MISSING ->
                    evidence.userChange() != null
                            ? evidence.userChange()
                            : evidence.passwordReload();
            case NOT_AUTHORIZED, WILL_NOT_AUTHORIZED -> evidence.aclReload();
            case AUTHENTICATION_FAILED,
                    BAD_AUTHENTICATION_METHOD,
                    BANNED,
                    NOT_MQTT,
                    MALFORMED_CONNECT,
                    PROTOCOL_ERROR,
                    PACKET_TOO_LARGE,
                    UNSUPPORTED_PROTOCOL_VERSION,
                    PROTOCOL_VERSION_DISABLED,
                    CLIENT_ID_MISSING,
                    CLIENT_ID_TOO_LONG,
                    CLIENT_ID_NOT_VALID,
                    WILL_NOT_SUPPORTED,
                    CONNECT_TIMEOUT,
                    CLOSED_BY_CLIENT,
                    TLS_HANDSHAKE,
                    TLS_PROTOCOL,
                    TLS_CERTIFICATE_MISSING,
                    TLS_CERTIFICATE_UNKNOWN,
                    TLS_CERTIFICATE_EXPIRED,
                    TLS_CERTIFICATE_REVOKED,
                    TLS_TIMEOUT,
                    PROXY_HEADER_INVALID,
                    WEBSOCKET_PATH,
                    WEBSOCKET_SUBPROTOCOL,
                    WEBSOCKET_UPGRADE,
                    AUTH_BACKEND_UNAVAILABLE,
                    AUTH_BACKEND_TIMEOUT,
                    SERVER_BUSY,
                    STORAGE_UNAVAILABLE,
                    CONNECTION_RATE_EXCEEDED,
                    CONNECTION_LIMIT,
                    QUOTA_EXCEEDED,
                    SERVER_SHUTTING_DOWN,
                    CLUSTER_NOT_READY,
                    USE_ANOTHER_SERVER,
                    SERVER_MOVED,
                    INTERNAL_ERROR ->
                    null;
        };
    }

    /** Before the first refusal and not long, or in the middle of them. */
    private static boolean near(FileChange change, RefusalRow row) {
        return change.atMillis() <= row.lastMillis()
                && row.firstMillis() - change.atMillis() <= NEAR_MILLIS;
    }

    private static String changed(FileChange change, RefusalRow row) {
        String user = change.user() == null ? "" : Words.name(change.user());
        String what =
                switch (change.kind()) {
                    case ADDED -> " was reloaded with the new user " + user;
                    case CHANGED -> " was reloaded with a new line for " + user;
                    case REMOVED -> " was reloaded without " + user;
                    case RELOADED -> " was reloaded";
                };
        long before = row.firstMillis() - change.atMillis();
        String when =
                before >= 0
                        ? ", " + Words.duration(before) + " before the first refusal."
                        : ", "
                                + Words.duration(-before)
                                + " after the first refusal; it went on since.";
        return change.file() + what + when;
    }
}
