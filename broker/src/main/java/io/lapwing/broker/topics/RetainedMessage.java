// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.topics;

import io.lapwing.protocol.MqttVersion;

/**
 * A retained message: the PUBLISH packet as its publisher sent it.
 *
 * @param version the version the packet is written in
 * @param storedNanos when it came, on the monotonic clock
 */
public record RetainedMessage(byte[] packet, MqttVersion version, long storedNanos) {}
