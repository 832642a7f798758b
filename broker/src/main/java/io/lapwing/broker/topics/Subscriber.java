// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

/** Who gets messages: a session, on the worker that owns it. */
public interface Subscriber {
    /** The index of the worker that owns it; never changes. */
    int worker();
}
