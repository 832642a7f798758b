// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/**
 * Where a connection comes from: the client's own end of it, also where a proxy stands in between.
 *
 * @param port 0 where it is not known, or there is none
 */
public record Origin(String address, int port, @Nullable Identity identity) {
    /** An end of which nothing more is known. */
    public static Origin of(String address, int port) {
        return new Origin(address, port, null);
    }

    /** The same end, of whom the network says this. */
    public Origin known(Identity as) {
        return new Origin(address, port, as);
    }

    /** The user name that comes with the connection itself. */
    public @Nullable String userName() {
        return identity == null ? null : identity.userName();
    }

    /** The subject of the client's certificate. */
    public @Nullable String subject() {
        return identity == null ? null : identity.subject();
    }
}
