// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.metrics;

import io.lapwing.base.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A family that collectors of VerneMQ's metrics expect, whether a room counts it or not.
 *
 * @param labels the label sets of its series as they are written, without the node; each ends with
 *     a comma or is empty
 */
public record KnownFamily(Kind kind, String name, List<String> labels, String help) {
    private static final String FILE = "/io/lapwing/web/vernemq-families.txt";
    private static final String PROCESSOR = "{processor}";

    /** All, in the order in which they are written, on a machine with so many processors. */
    public static List<KnownFamily> all(int processors) {
        List<KnownFamily> families = new ArrayList<>();
        Map<String, List<String>> codes = new HashMap<>();
        List<String> open = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith(" ")) {
                open.addAll(List.of(line.strip().split(" ")));
            } else if (line.startsWith("codes ")) {
                List<String> words = List.of(line.split(" "));
                open = new ArrayList<>(words.subList(2, words.size()));
                codes.put(words.get(1), open);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int copies = line.contains(PROCESSOR) ? processors : 1;
                for (int i = 1; i <= copies; i++) {
                    families.add(read(line.replace(PROCESSOR, Integer.toString(i)), codes));
                }
            }
        }
        return List.copyOf(families);
    }

    private static KnownFamily read(String line, Map<String, List<String>> codes) {
        int colon = line.indexOf(" : ");
        String[] words = line.substring(0, colon).split(" ");
        List<String> labels = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            labels.addAll(labels(words[i], codes));
        }
        return new KnownFamily(
                Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
                words[1],
                labels.isEmpty() ? List.of("") : List.copyOf(labels),
                line.substring(colon + 3));
    }

    private static List<String> labels(String word, Map<String, List<String>> codes) {
        boolean versioned = Character.isDigit(word.charAt(0));
        String version = versioned ? "mqtt_version=\"" + word.charAt(0) + "\"," : "";
        if (word.length() == 1) {
            return List.of(version);
        }
        String[] label = word.substring(versioned ? 2 : 0).split("=");
        return codes.getOrDefault(label[1], List.of()).stream()
                .map(code -> version + label[0] + "=\"" + code + "\",")
                .toList();
    }

    private static List<String> lines() {
        try (var in = KnownFamily.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
