// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Records as JSON: keys in snake_case and as declared, whole numbers without a point, NaN as null.
 */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Double.class, new Numbers(Double.class))
                                    .addSerializer(double.class, new Numbers(double.class)))
                    .build();

    private Json() {}

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** Text that may stand inside a script element: no text from a client can end it. */
    public static String insideHtml(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replace("<", "\\u003c");
    }

    /**
     * Reads a value.
     *
     * @throws JacksonException when it is none
     */
    static JsonNode tree(byte[] json) {
        return MAPPER.readTree(json);
    }

    /** Charts draw counts: 14 and not 14.0; what is no number is a gap. */
    private static final class Numbers extends StdSerializer<Double> {
        private static final double EXACT_MAX = 1L << 53;

        Numbers(Class<Double> type) {
            super(type);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializationContext context) {
            double number = value;
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                out.writeNull();
            } else if (number == Math.rint(number) && Math.abs(number) < EXACT_MAX) {
                out.writeNumber((long) number);
            } else {
                out.writeNumber(number);
            }
        }
    }
}
