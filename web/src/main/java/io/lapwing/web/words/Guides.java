// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of the stock alerts, from guides.txt, by the names of their rules. */
public final class Guides {
    private static final String FILE = "/io/lapwing/web/guides.txt";

    private final Map<String, Guide> byAlert = new LinkedHashMap<>();

    private Guides() {}

    public static Guides read() {
        Guides guides = new Guides();
        String alert = "";
        StringBuilder meaning = new StringBuilder();
        List<Step> steps = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("[")) {
                guides.add(alert, meaning, steps);
                alert = line.substring(1, line.length() - 1);
            } else if (line.startsWith("- ")) {
                steps.add(new Step(line.substring(2), null));
            } else if (line.startsWith("$ ")) {
                steps.add(new Step(steps.removeLast().text(), line.substring(2)));
            } else if (line.startsWith(" ") && !steps.isEmpty()) {
                steps.add(new Step(steps.removeLast().text() + ' ' + line.strip(), null));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                meaning.append(meaning.isEmpty() ? "" : " ").append(line.strip());
            }
        }
        guides.add(alert, meaning, steps);
        return guides;
    }

    private void add(String alert, StringBuilder meaning, List<Step> steps) {
        if (!alert.isEmpty()) {
            byAlert.put(alert, new Guide(alert, meaning.toString(), List.copyOf(steps)));
        }
        meaning.setLength(0);
        steps.clear();
    }

    /** Null for a rule that did not ship with the program. */
    public @Nullable Guide of(String alert) {
        return byAlert.get(alert);
    }

    public List<Guide> all() {
        return List.copyOf(byAlert.values());
    }

    private static List<String> lines() {
        try (var in = Guides.class.getResourceAsStream(FILE)) {
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
