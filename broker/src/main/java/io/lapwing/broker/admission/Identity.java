// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import org.jspecify.annotations.Nullable;

/**
 * Who the network says a client is, before it says a word of MQTT.
 *
 * @param subject of its certificate, as {@code CN=pump-7,O=Plant}
 * @param userName that it stands for; it needs no password then. Null: it says so by itself
 * @param by what vouches for it, for sentences, such as "client certificate"
 */
public record Identity(String subject, @Nullable String userName, String by) {}
