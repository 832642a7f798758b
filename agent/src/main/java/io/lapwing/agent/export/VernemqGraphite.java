// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metrics as lines of Graphite's plain protocol, named as VerneMQ names them: each word of a name
 * is a step of the path. A path has one line: the sum of all series that share it, of which VerneMQ
 * writes a line each, so that the last one counts.
 */
final class VernemqGraphite implements Encoder {
    private final Plan plan;
    private final String start;

    VernemqGraphite(Plan plan) {
        this.plan = plan;
        this.start = plan.prefix().isEmpty() ? "" : plan.prefix() + '.';
    }

    @Override
    public Batch encode(Source source, long atS) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Point point : source.points(plan.only())) {
            for (Sample sample : Sample.of(point)) {
                add(values, sample);
            }
        }
        StringBuilder lines = new StringBuilder(values.size() * 60);
        values.forEach((path, value) ->
                lines.append(path)
                        .append(' ')
                        .append(value.longValue())
                        .append(' ')
                        .append(atS)
                        .append('\n'));
        return new Batch(lines.toString().getBytes(StandardCharsets.UTF_8), values.size());
    }

    private void add(Map<String, Double> values, Sample sample) {
        String bound = sample.labels().get("le");
        String name = sample.name() + (bound == null ? "" : bucket(bound));
        String path = start + name.replace('_', '.');
        values.merge(path, sample.value(), Double::sum);
        if (plan.labelLines()) {
            sample.labels()
                    .forEach((label, value) -> {
                        if (!label.equals("le")) {
                            values.merge(
                                    path + '.' + label + '_' + safe(value),
                                    sample.value(),
                                    Double::sum);
                        }
                    });
        }
    }

    private static String bucket(String bound) {
        return bound.equals("+Inf") ? "_inf" : "_" + bound;
    }

    private static String safe(String value) {
        return value.replaceAll("[\\s.]", "_");
    }
}
