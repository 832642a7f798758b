// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import io.lapwing.broker.refusals.Attempt;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.refusals.Heard;
import io.lapwing.broker.refusals.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about each cause, from remedies.txt, with the refusal's own names filled in. */
public final class Remedies {
    private static final String FILE = "/io/lapwing/web/remedies.txt";
    private static final String ELSEWHERE = "/io/lapwing/web/remedies-elsewhere.txt";
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");
    private static final int STEPS_MAX = 3;

    /** By the word of a cause. */
    private final Map<String, List<Step>> here = read(FILE);

    /** By the word of another broker, and behind a blank that of a cause. */
    private final Map<String, List<Step>> elsewhere = read(ELSEWHERE);

    private final String passwordFile;
    private final String rulesFile;

    private Remedies(String passwordFile, String rulesFile) {
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
        return new Remedies(passwordFile, rulesFile);
    }

    /** The steps as they are written, for tests and the manual. */
    List<Step> templates(Cause cause) {
        return here.getOrDefault(cause.word(), List.of());
    }

    /** The sections about other brokers, for tests. */
    Map<String, List<Step>> elsewhere() {
        return elsewhere;
    }

    /** At most three, each beginning with a verb. */
    public List<Step> steps(Refusal refusal) {
        Heard heard = refusal.heard();
        if (heard == null) {
            return filled(templates(refusal.cause()), refusal.attempt(), "");
        }
        List<Step> ofBroker = elsewhere.getOrDefault(heard.broker(), List.of());
        return filled(
                elsewhere.getOrDefault(heard.broker() + ' ' + refusal.cause().word(), ofBroker),
                refusal.attempt(),
                heard.target());
    }

    private List<Step> filled(List<Step> templates, Attempt attempt, String target) {
        Map<String, @Nullable String> shown = new HashMap<>();
        shown.put("client", empty(attempt.clientId()) ? "the client" : name(attempt.clientId()));
        shown.put("user", empty(attempt.userName()) ? null : name(attempt.userName()));
        shown.put("target", target);
        shown.put("address", attempt.address().isEmpty() ? null : attempt.address());
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
        for (Step step : templates) {
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
        return address.isEmpty() || address.startsWith("127.") || address.equals("::1")
                ? null
                : address;
    }

    private static String name(@Nullable String text) {
        return Words.name(String.valueOf(text));
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static Map<String, List<Step>> read(String file) {
        Map<String, List<Step>> steps = new HashMap<>();
        List<Step> open = new ArrayList<>();
        for (String line : lines(file)) {
            if (line.startsWith("[")) {
                open = new ArrayList<>();
                steps.put(section(line, file), open);
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

    /** Ends with the word of a cause, or is a broker alone. */
    private static String section(String line, String file) {
        String name = line.substring(1, line.length() - 1);
        String last = name.substring(name.indexOf(' ') + 1);
        boolean broker = file.equals(ELSEWHERE) && last.equals(name);
        if (!broker && Cause.of(last) == null) {
            throw new IllegalStateException(file + ": no such cause: " + line);
        }
        return name;
    }

    private static List<String> lines(String file) {
        try (var in = Remedies.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
