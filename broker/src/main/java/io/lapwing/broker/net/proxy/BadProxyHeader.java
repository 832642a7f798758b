// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.proxy;

/** What stands before a connection is no header of the PROXY protocol; the message says why. */
@SuppressWarnings("serial") // never serialized
public final class BadProxyHeader extends Exception {
    BadProxyHeader(String because) {
        super(because, null, false, false);
    }
}
