// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Family;
import java.util.List;

/** What this room counts. */
public final class AdmissionMetrics {
    static final Family PASSWORD_HASHES =
            Family.counter("password_hashes", "Passwords hashed to check a login.");
    static final Family HASHES_WAITING =
            Family.gauge("password_hashes_waiting", "Logins that wait for their password's hash.");
    static final Family LOGINS_PENDING =
            Family.gauge("logins_pending", "Logins that wait for an authenticator's answer.");
    static final Family FILE_RELOADS =
            Family.counter("access_file_reloads", "Times a file of users or rules was read anew.");
    static final Family BAD_LINES =
            Family.gauge(
                    "access_file_bad_lines", "Lines of the files of users and rules left out.");
    static final Family BANS = Family.gauge("bans", "Bans in force.");

    static final Family BANS_AUTOMATIC =
            Family.counter("bans_automatic", "Bans for failed logins (failures_ban).");
    static final Family BANS_FULL =
            Family.counter(
                    "bans_full", "Bans for failed logins that were not made: no room for them.");
    static final Family FAILURES_TRACKED =
            Family.gauge(
                    "login_failures_tracked",
                    "Addresses, users and client ids whose failed logins are counted.");

    /** Every family of this room. */
    public static final List<Family> ALL =
            List.of(
                    PASSWORD_HASHES,
                    HASHES_WAITING,
                    LOGINS_PENDING,
                    FILE_RELOADS,
                    BAD_LINES,
                    BANS,
                    BANS_AUTOMATIC,
                    BANS_FULL,
                    FAILURES_TRACKED);

    private AdmissionMetrics() {}
}
