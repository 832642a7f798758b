// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Check;
import io.lapwing.protocol.ReasonCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to become of a CONNECT. A value: its effects happen in the connection. */
public sealed interface Verdict {

    /**
     * Let it in.
     *
     * @param assigned whether the server chose the client id
     * @param userName null when the client came in without one
     * @param proof null when it was asked for no more than its CONNECT
     * @param privileges what else the authenticator said
     */
    record Admitted(
            String clientId,
            boolean assigned,
            @Nullable String userName,
            @Nullable Proof proof,
            Privileges privileges,
            List<Check> checks)
            implements Verdict {}

    /** The authentication method by which a client came in, and the last word to it. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Proof(String method, byte[] data) {}

    /** Ask the client to go on; what it answers is for the exchange, and leads to a verdict. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Challenged(Exchange exchange, byte[] data) implements Verdict {}

    /**
     * Refuse it.
     *
     * @param instead the MQTT 5 reason where it is another than the cause's usual one
     */
    record Refused(Cause cause, String because, List<Check> checks, @Nullable ReasonCode instead)
            implements Verdict {}

    /** Wait: a check asks elsewhere, and the verdict is handed over later. */
    record Pending() implements Verdict {}
}
