// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.export;

import io.lapwing.base.Family;
import io.lapwing.base.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * OpenTelemetry's ExportMetricsServiceRequest, compressed with gzip. The fields are those of
 * metrics.proto, common.proto and resource.proto of github.com/open-telemetry/opentelemetry-proto.
 */
final class Otlp implements Encoder {
    private static final int CUMULATIVE = 2;
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final long NANOS_A_SECOND = 1_000_000_000;

    /** Units as UCUM spells them, by the word at the end of a name. */
    private static final Map<String, String> UNITS =
            Map.of(
                    "nanoseconds", "ns",
                    "microseconds", "us",
                    "milliseconds", "ms",
                    "seconds", "s",
                    "bytes", "By");

    private final Plan plan;
    private final Place place;

    Otlp(Plan plan, Place place) {
        this.plan = plan;
        this.place = place;
    }

    @Override
    public Batch encode(Source source, long atS) {
        List<Point> points = source.points(plan.only());
        Map<String, Protobuf> dataByFamily = new LinkedHashMap<>();
        Map<String, Family> families = new LinkedHashMap<>();
        for (Point point : points) {
            String name = point.family().name();
            families.putIfAbsent(name, point.family());
            dataByFamily
                    .computeIfAbsent(name, any -> new Protobuf())
                    .message(1, dataPoint(point, atS));
        }
        Protobuf scope = new Protobuf().message(1, scope());
        families.forEach((name, family) ->
                scope.message(2, metric(family, dataByFamily.getOrDefault(name, new Protobuf()))));
        Protobuf resource = new Protobuf().message(1, resource()).message(2, scope);
        return new Batch(gzip(new Protobuf().message(1, resource).bytes()), points.size());
    }

    private Protobuf resource() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("service.name", "lapwing");
        attributes.put("service.instance.id", place.node());
        attributes.put("service.version", place.version());
        attributes.put("host.name", place.node());
        attributes.putAll(plan.labels());
        return attributes(new Protobuf(), 1, attributes);
    }

    private Protobuf scope() {
        return new Protobuf().text(1, "io.lapwing.agent").text(2, place.version());
    }

    private Protobuf metric(Family family, Protobuf data) {
        Protobuf metric =
                new Protobuf()
                        .text(1, place.prefixed(family.name(), plan.prefix()))
                        .text(2, family.help())
                        .text(3, unit(family.name()));
        return switch (family.kind()) {
            case GAUGE -> metric.message(5, data);
            case COUNTER -> metric.message(7, data.varint(2, CUMULATIVE).varint(3, 1));
            case HISTOGRAM -> metric.message(9, data.varint(2, CUMULATIVE));
        };
    }

    private Protobuf dataPoint(Point point, long atS) {
        Protobuf data = new Protobuf();
        if (point.family().kind() != Kind.GAUGE) {
            data.fixed(2, place.startMs() * NANOS_A_MILLI);
        }
        data.fixed(3, atS * NANOS_A_SECOND);
        if (point.family().kind() != Kind.HISTOGRAM) {
            return attributes(data.fixed(6, point.value()), 7, point.labels());
        }
        List<Long> bounds = point.family().bounds();
        long[] counts = new long[bounds.size() + 1];
        long count = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = point.values().get(i);
            count += counts[i];
        }
        data.fixed(4, count).number(5, point.values().getLast()).packed(6, counts);
        data.packed(7, bounds.stream().mapToLong(Otlp::bits).toArray());
        return attributes(data, 9, point.labels());
    }

    private static long bits(long bound) {
        return Double.doubleToRawLongBits(bound);
    }

    private static Protobuf attributes(Protobuf in, int field, Map<String, String> attributes) {
        attributes.forEach((name, value) ->
                in.message(
                        field,
                        new Protobuf().text(1, name).message(2, new Protobuf().text(1, value))));
        return in;
    }

    private static String unit(String name) {
        return UNITS.getOrDefault(name.substring(name.lastIndexOf('_') + 1), "");
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
