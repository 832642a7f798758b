// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

/** Learns of each request that was answered: counts it. */
@FunctionalInterface
public interface Watch {
    void answered(int status);
}
