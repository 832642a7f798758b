// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** A step of an enhanced authentication (5.0 §4.12); there is none in MQTT 3. */
public record Auth(ReasonCode reason, Properties properties) implements Packet {}
