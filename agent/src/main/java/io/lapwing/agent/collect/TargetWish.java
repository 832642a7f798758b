// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A target that is to be watched, as an operator describes it.
 *
 * @param url of its metrics page, or of its MQTT listener
 * @param cluster whose node it is; empty for none
 * @param relabel what becomes of its series, in this order
 * @param log where its log is read; empty for nowhere
 * @param logFormat what program wrote the log
 */
public record TargetWish(
        String name,
        URI url,
        TargetKind kind,
        Duration interval,
        Duration timeout,
        Access access,
        String cluster,
        List<Relabel> relabel,
        String log,
        String logFormat) {
    /** Names are part of the ids of charts. */
    public static final String NAME_FORM = "[A-Za-z0-9_-]{1,60}";

    public static final Duration INTERVAL = Duration.ofSeconds(1);
    public static final Duration TIMEOUT = Duration.ofMillis(900);

    /** With what is usual. */
    public static TargetWish of(String name, URI url) {
        return new TargetWish(
                name,
                url,
                TargetKind.AUTO,
                INTERVAL,
                TIMEOUT,
                Access.FREE,
                "",
                List.of(),
                "",
                "auto");
    }

    /** Where it is, for people: a user or a password in the URL is left out. */
    public String address() {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + path;
    }
}
