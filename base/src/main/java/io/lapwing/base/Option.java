// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * One thing an operator may set, declared once in the room that uses it. Parser, help, manual and
 * the run-time API are made from these.
 *
 * @param name the key in the configuration file; {@code $name} stands for an instance's own name,
 *     {@code a|b} for one of several words
 * @param inherits keys that are looked up next when {@code name} is not set, nearest first
 * @param type a word for the manual: flag, integer, duration, text, file, choice, address
 * @param parser reads a value; throws IllegalArgumentException with what would be valid
 * @param limits the range or the choices, for the manual and for error texts
 * @param meaning one line
 * @param runtime whether it may change while the program runs
 * @param secret whether its value must not be shown
 */
public record Option<T>(
        String name,
        List<String> inherits,
        String type,
        T defaultValue,
        Function<String, T> parser,
        String limits,
        String meaning,
        boolean runtime,
        boolean secret) {

    /** The type of options whose value is a file; relative ones start from the configuration. */
    static final String FILE = "file";

    public static Option<Boolean> flag(String name, boolean defaultValue, String meaning) {
        return of(name, "flag", defaultValue, OptionValues::flag, "on or off", meaning);
    }

    public static Option<Integer> integer(
            String name, int defaultValue, int min, int max, String meaning) {
        return of(
                name,
                "integer",
                defaultValue,
                text -> OptionValues.integer(text, min, max),
                min + " to " + max,
                meaning);
    }

    /** A whole number of milliseconds, as VerneMQ writes its time-outs. */
    public static Option<Duration> millis(
            String name, Duration defaultValue, Duration min, Duration max, String meaning) {
        return of(
                name,
                "milliseconds",
                defaultValue,
                text ->
                        Duration.ofMillis(
                                OptionValues.integer(
                                        text, (int) min.toMillis(), (int) max.toMillis())),
                min.toMillis() + " to " + max.toMillis(),
                meaning);
    }

    /** A whole number of seconds. */
    public static Option<Duration> seconds(
            String name, Duration defaultValue, Duration min, Duration max, String meaning) {
        return of(
                name,
                "seconds",
                defaultValue,
                text ->
                        Duration.ofSeconds(
                                OptionValues.integer(
                                        text, (int) min.toSeconds(), (int) max.toSeconds())),
                min.toSeconds() + " to " + max.toSeconds(),
                meaning);
    }

    public static Option<String> text(String name, String defaultValue, String meaning) {
        return of(name, "text", defaultValue, text -> text, "any text", meaning);
    }

    public static Option<String> choice(
            String name, String defaultValue, List<String> choices, String meaning) {
        return of(
                name,
                "choice",
                defaultValue,
                text -> OptionValues.choice(text, choices),
                String.join(", ", choices),
                meaning);
    }

    /** A file; the empty path means none. */
    public static Option<Path> file(String name, String defaultValue, String meaning) {
        return of(name, FILE, Path.of(defaultValue), Path::of, "a path", meaning);
    }

    /** Any other type. */
    public static <T> Option<T> of(
            String name,
            String type,
            T defaultValue,
            Function<String, T> parser,
            String limits,
            String meaning) {
        return new Option<>(
                name, List.of(), type, defaultValue, parser, limits, meaning, false, false);
    }

    /** Whether this key sets the option, or is looked up for it. */
    public boolean isMeantBy(String key) {
        return KeyPattern.of(name).matches(key)
                || inherits.stream().anyMatch(each -> KeyPattern.of(each).matches(key));
    }

    /** The same option, looked up under these keys when its own is not set. */
    public Option<T> inheriting(String... keys) {
        return new Option<>(
                name, List.of(keys), type, defaultValue, parser, limits, meaning, runtime, secret);
    }

    /** The same option, changeable while the program runs. */
    public Option<T> atRunTime() {
        return new Option<>(
                name, inherits, type, defaultValue, parser, limits, meaning, true, secret);
    }

    /** The same option, its value never shown. */
    public Option<T> kept() {
        return new Option<>(
                name, inherits, type, defaultValue, parser, limits, meaning, runtime, true);
    }
}
