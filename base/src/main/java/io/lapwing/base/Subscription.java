// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

/** The end of somebody's listening. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
