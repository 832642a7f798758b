// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.web;

import io.lapwing.base.Config;
import java.util.List;

/**
 * What one listener's WebSockets are like.
 *
 * @param path that is served
 * @param origins of pages that may connect; empty for all
 * @param frameBytesMax longest frame that is taken
 */
public record WebSettings(String path, List<String> origins, long frameBytesMax) {
    public static WebSettings of(Config config, String listener) {
        return new WebSettings(
                config.get(WebSocketOptions.PATH, listener),
                config.get(WebSocketOptions.ORIGINS, listener),
                config.get(WebSocketOptions.FRAME_BYTES_MAX));
    }

    boolean allows(String origin) {
        return origins.isEmpty() || origins.stream().anyMatch(origin::equalsIgnoreCase);
    }
}
