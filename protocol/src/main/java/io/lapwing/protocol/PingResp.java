// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** The broker shows that it is there. */
public record PingResp() implements Packet {}
