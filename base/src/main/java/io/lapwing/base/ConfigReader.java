// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks what an operator wrote, in a file and on the command line, against the options that exist.
 * All that is wrong is told at once, each with its place.
 */
public final class ConfigReader {
    public static final String COMMAND_LINE = "command line";

    /**
     * What was read.
     *
     * @param errors one line each; if there are any, the program must not start
     * @param warnings one line for each reason, naming the keys that have no effect
     */
    public record Reading(Config config, List<String> errors, List<String> warnings) {}

    private final Map<String, Option<?>> exact = new LinkedHashMap<>();
    private final Map<KeyPattern, Option<?>> patterns = new LinkedHashMap<>();
    private final ForeignKeys foreign;

    private final Map<String, Config.Setting> settings = new LinkedHashMap<>();
    private final Map<String, List<String>> withoutEffect = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();

    private ConfigReader(Collection<? extends Option<?>> options, ForeignKeys foreign) {
        this.foreign = foreign;
        for (Option<?> option : options) {
            if (option.name().contains("$")) {
                patterns.put(KeyPattern.of(option.name()), option);
            } else {
                exact.put(option.name(), option);
            }
        }
        options.forEach(option ->
                option.inherits().stream()
                        .flatMap(key -> KeyPattern.of(key).each().stream())
                        .forEach(key -> exact.putIfAbsent(key, option)));
    }

    /**
     * Reads a configuration file, if there is one, and then the settings of the command line, which
     * prevail.
     *
     * @param sets each {@code KEY=VALUE}
     */
    public static Reading read(
            Collection<? extends Option<?>> options, @Nullable Path file, List<String> sets) {
        return read(options, ForeignKeys.ofVerneMq(), file, sets);
    }

    static Reading read(
            Collection<? extends Option<?>> options,
            ForeignKeys foreign,
            @Nullable Path file,
            List<String> sets) {
        ConfigReader reader = new ConfigReader(options, foreign);
        if (file != null) {
            reader.readFile(file);
        }
        sets.forEach(reader::readSet);
        return new Reading(Config.read(reader.settings), reader.errors, reader.warnings());
    }

    private void readFile(Path file) {
        Map<String, String> places = new HashMap<>();
        for (ConfigFile.Line line : ConfigFile.read(file, errors)) {
            String earlier = places.putIfAbsent(line.key(), line.place());
            if (earlier == null) {
                accept(line.key(), line.value(), line.place(), line.folder());
            } else {
                errors.add(line.place() + ": " + line.key() + " is set already at " + earlier);
            }
        }
    }

    private void readSet(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            errors.add(COMMAND_LINE + ": this is not KEY=VALUE: " + text);
            return;
        }
        accept(
                text.substring(0, equals).strip(),
                text.substring(equals + 1).strip(),
                COMMAND_LINE,
                null);
    }

    private void accept(String key, String value, String place, @Nullable Path folder) {
        Optional<ForeignKeys.Foreign> ignored = foreign.find(key);
        Option<?> option = exact.get(key);
        if (option == null && ignored.map(each -> isExact(each.pattern())).orElse(false)) {
            withoutEffect(key, value, place, ignored.get());
            return;
        }
        option = option == null ? ofPattern(key) : option;
        if (option != null) {
            set(option, key, value, place, folder);
        } else if (ignored.isPresent()) {
            withoutEffect(key, value, place, ignored.get());
        } else {
            errors.add(place + ": " + key + " is not known" + suggestion(key));
        }
    }

    private void set(
            Option<?> option, String key, String value, String place, @Nullable Path folder) {
        String text = value;
        if (folder != null && option.type().equals(Option.FILE) && !value.isEmpty()) {
            text = folder.resolve(value).normalize().toString();
        }
        try {
            Object unused = option.parser().apply(text);
            settings.put(key, new Config.Setting(option.name(), text, place));
        } catch (IllegalArgumentException e) {
            String shown = option.secret() ? "its value " : "\"" + value + "\" ";
            errors.add(place + ": " + key + ": " + shown + e.getMessage());
        }
    }

    private void withoutEffect(
            String key, String value, String place, ForeignKeys.Foreign ignored) {
        if (ignored.harmful() && !value.isEmpty() && !value.equals("off")) {
            errors.add(place + ": " + key + " cannot be honoured: " + ignored.reason());
        } else {
            withoutEffect
                    .computeIfAbsent(ignored.reason(), reason -> new ArrayList<>())
                    .add(key + " (" + place + ")");
        }
    }

    private List<String> warnings() {
        return withoutEffect.entrySet().stream()
                .map(each ->
                        "no effect: " + each.getKey() + ": " + String.join(", ", each.getValue()))
                .toList();
    }

    private @Nullable Option<?> ofPattern(String key) {
        return patterns.entrySet().stream()
                .filter(each -> each.getKey().matches(key))
                .max((a, b) -> Integer.compare(a.getKey().exactWords(), b.getKey().exactWords()))
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    private static boolean isExact(KeyPattern pattern) {
        return pattern.exactWords() == pattern.words().size();
    }

    private String suggestion(String key) {
        List<String> known = new ArrayList<>(exact.keySet());
        patterns.keySet().forEach(pattern -> known.add(pattern.readFor(key)));
        return Spelling.nearest(key, known).map(near -> "; did you mean " + near + "?").orElse("");
    }
}
