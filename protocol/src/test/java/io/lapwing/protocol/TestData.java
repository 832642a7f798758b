// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The text files in testdata, line by line without comments and empty lines. */
final class TestData {
    private TestData() {}

    static List<String> lines(String file) {
        try (InputStream in = TestData.class.getResourceAsStream("/testdata/" + file)) {
            byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of each line, which stand between bars. */
    static List<List<String>> rows(String file) {
        return lines(file).stream().map(line -> List.of(line.split(" \\| "))).toList();
    }

    /** The version with this name; a minus stands where a CONNECT names it itself. */
    static MqttVersion version(String text) {
        for (MqttVersion each : MqttVersion.values()) {
            if (each.text().equals(text)) {
                return each;
            }
        }
        return MqttVersion.V3_1_1;
    }
}
