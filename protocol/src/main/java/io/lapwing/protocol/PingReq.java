// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** A client shows that it is there. */
public record PingReq() implements Packet {}
