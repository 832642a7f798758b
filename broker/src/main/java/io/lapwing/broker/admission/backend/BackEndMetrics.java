// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission.backend;

import io.lapwing.base.Family;
import java.util.List;

/** What is counted of the programs that checks ask. */
public final class BackEndMetrics {
    static final Family REQUESTS =
            Family.counter(
                    "auth_backend_requests", "Questions that a back end was asked.", "backend");
    static final Family FAILURES =
            Family.counter(
                    "auth_backend_failures",
                    "Questions that a back end did not answer, or not in a way that makes sense.",
                    "backend");
    static final Family SKIPPED =
            Family.counter(
                    "auth_backend_skipped",
                    "Questions that a back end was not asked: it is left alone after failures, or"
                            + " too many wait for it.",
                    "backend");
    static final Family STATE =
            Family.gauge(
                    "auth_backend_cut_off",
                    "1 while a back end is left alone because it failed, else 0.",
                    "backend");
    static final Family OUTSTANDING =
            Family.gauge(
                    "auth_backend_outstanding", "Questions that wait for a back end.", "backend");
    static final Family LATENCY =
            Family.histogram(
                    "auth_backend_latency_microseconds",
                    "From a question to a back end's answer.",
                    List.of(500L, 1_000L, 2_000L, 5_000L, 10_000L, 50_000L, 200_000L, 1_000_000L),
                    "backend");
    static final Family CUT_OFF =
            Family.gauge(
                    "auth_backends_cut_off", "Back ends that are left alone because they failed.");

    /** Every family of this package. */
    public static final List<Family> ALL =
            List.of(REQUESTS, FAILURES, SKIPPED, STATE, OUTSTANDING, LATENCY, CUT_OFF);

    private BackEndMetrics() {}
}
