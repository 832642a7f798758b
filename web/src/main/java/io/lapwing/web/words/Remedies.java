// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about each cause, from remedies.txt, with the refusal's own names filled in. */
public final class Remedies {
    private static final String FILE = "/io/lapwing/web/remedies.txt";
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");
    private static final int STEPS_MAX = 3;

    private final Map<Cause, List<Step>> steps;
    private final String passwordFile;
    private final String rulesFile;

    private Remedies(Map<Cause, List<Step>> steps, String passwordFile, String rulesFile) {
        this.steps = steps;
        this.passwordFile = passwordFile;
        this.rulesFile = rulesFile;
    }

    /**
     * Reads the texts.
     *
     * @param passwordFile as configured; empty if there is none
     * @param rulesFile as configured; empty if there is none
     */
    public static Remedies of(String passwordFile, String rulesFile) {
        return new Remedies(read(), passwordFile, rulesFile);
    }

    /** The steps as they are written, for tests and the manual. */
    List<Step> templates(Cause cause) {
        return steps.getOrDefault(cause, List.of());
    }

    /** At most three, each beginning with a verb. */
    public List<Step> steps(Cause cause, Attempt attempt) {
        Map<String, @Nullable String> shown = new HashMap<>();
        shown.put("client", empty(attempt.clientId()) ? "the client" : name(attempt.clientId()));
        shown.put("user", empty(attempt.userName()) ? null : name(attempt.userName()));
        shown.put("address", attempt.address());
        shown.put("stranger", stranger(attempt));
        shown.put("listener", attempt.listener());
        shown.put("rules", rulesFile.isEmpty() ? "of access" : rulesFile);
        Map<String, @Nullable String> typed = new HashMap<>();
        typed.put("client", ShellWord.of(attempt.clientId()));
        typed.put("user", ShellWord.of(attempt.userName()));
        typed.put("address", ShellWord.of(attempt.address()));
        typed.put("stranger", ShellWord.of(stranger(attempt)));
        typed.put("file", ShellWord.of(passwordFile.isEmpty() ? "lapwing.passwd" : passwordFile));
        List<Step> filled = new ArrayList<>();
        for (Step step : templates(cause)) {
            String text = fill(step.text(), shown);
            String command = step.command();
            if (text != null && filled.size() < STEPS_MAX) {
                filled.add(new Step(text, command == null ? null : fill(command, typed)));
            }
        }
        return List.copyOf(filled);
    }

    /** Null when a name is missing. */
    private static @Nullable String fill(String template, Map<String, @Nullable String> names) {
        StringBuilder text = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        while (place.find()) {
            String value = names.get(place.group(1));
            if (value == null) {
                return null;
            }
            place.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return place.appendTail(text).toString();
    }

    /** To ban this machine's own address would only lock its operator out. */
    private static @Nullable String stranger(Attempt attempt) {
        String address = attempt.address();
        return address.startsWith("127.") || address.equals("::1") ? null : address;
    }

    private static String name(@Nullable String text) {
        return Words.name(String.valueOf(text));
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Map<Cause, List<Step>> read() {
        Map<Cause, List<Step>> steps = new EnumMap<>(Cause.class);
        List<Step> open = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith("[")) {
                Cause cause = Cause.of(line.substring(1, line.length() - 1));
                if (cause == null) {
                    throw new IllegalStateException(FILE + ": no such cause: " + line);
                }
                open = new ArrayList<>();
                steps.put(cause, open);
            } else if (line.startsWith(" ")) {
                open.add(new Step(open.removeLast().text() + " " + line.strip(), null));
            } else if (line.startsWith("$ ")) {
                open.add(new Step(open.removeLast().text(), line.substring(2)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                open.add(new Step(line, null));
            }
        }
        return steps;
    }

    private static List<String> lines() {
        try (var in = Remedies.class.getResourceAsStream(FILE)) {
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
