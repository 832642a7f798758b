// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.agent.query.Globs;
import io.lapwing.base.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says about one destination.
 *
 * @param prefix what names begin with; empty for the kind's own
 * @param vernemqNames whether graphite names metrics as VerneMQ does
 * @param labelLines whether graphite with VerneMQ's names has a line for each label's value as well
 * @param header NAME: VALUE, or empty; secret
 * @param headerFile a file with one; empty for none
 */
record Plan(
        String name,
        ExportKind kind,
        URI url,
        Duration every,
        int queueMax,
        Duration timeout,
        Globs only,
        String prefix,
        Map<String, String> labels,
        boolean vernemqNames,
        boolean labelLines,
        String header,
        Path headerFile,
        Path caFile) {
    /** The destination that VerneMQ's own keys make. */
    static final String OF_VERNEMQ = "graphite";

    private static final Path NONE = Path.of("");

    /** All destinations that are on. */
    static List<Plan> all(Config config) {
        List<Plan> plans = new ArrayList<>();
        for (String name : config.instances(ExportOptions.KIND)) {
            String word = config.get(ExportOptions.KIND, name);
            if (!word.equals(ExportOptions.OFF)) {
                plans.add(of(config, name, ExportKind.of(word)));
            }
        }
        if (config.get(ExportOptions.GRAPHITE_ENABLED)) {
            plans.add(ofVerneMq(config));
        }
        return plans;
    }

    boolean isHttp() {
        return url.getScheme().startsWith("http");
    }

    boolean isSecure() {
        return url.getScheme().equals("https") || url.getScheme().equals("tls");
    }

    /** Where to, without what may be secret in it. */
    String shownUrl() {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port;
    }

    private static Plan of(Config config, String name, ExportKind kind) {
        return new Plan(
                name,
                kind,
                URI.create(config.get(ExportOptions.URL, name)),
                config.get(ExportOptions.EVERY, name),
                config.get(ExportOptions.QUEUE_MAX, name),
                config.get(ExportOptions.TIMEOUT, name),
                Globs.words(config.get(ExportOptions.ONLY, name)),
                config.get(ExportOptions.PREFIX, name),
                labels(config.get(ExportOptions.LABELS, name)),
                config.get(ExportOptions.NAMES, name).equals(ExportOptions.VERNEMQ),
                true,
                config.get(ExportOptions.HEADER, name),
                config.get(ExportOptions.HEADER_FILE, name),
                config.get(ExportOptions.CA_FILE, name));
    }

    /** NAME=VALUE, with blanks between. */
    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String each : text.split("\\s+")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                labels.put(each.substring(0, equals), each.substring(equals + 1));
            }
        }
        return labels;
    }

    private static Plan ofVerneMq(Config config) {
        String key = config.get(ExportOptions.GRAPHITE_API_KEY);
        String prefix = config.get(ExportOptions.GRAPHITE_PREFIX);
        String host = config.get(ExportOptions.GRAPHITE_HOST);
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return new Plan(
                OF_VERNEMQ,
                ExportKind.GRAPHITE,
                URI.create("tcp://" + shown + ":" + config.get(ExportOptions.GRAPHITE_PORT)),
                config.get(ExportOptions.GRAPHITE_INTERVAL),
                ExportOptions.QUEUE_MAX.defaultValue(),
                config.get(ExportOptions.GRAPHITE_CONNECT_TIMEOUT),
                Globs.words("*"),
                key + (key.isEmpty() || prefix.isEmpty() ? "" : ".") + prefix,
                Map.of(),
                true,
                config.get(ExportOptions.GRAPHITE_INCLUDE_LABELS),
                "",
                NONE,
                NONE);
    }
}
