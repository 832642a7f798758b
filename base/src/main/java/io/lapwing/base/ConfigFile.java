// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the lines of a configuration file in VerneMQ's syntax: {@code key = value}, {@code #}
 * begins a comment anywhere, {@code 'single quotes'} keep a value as it is, and {@code include}
 * reads further files.
 */
final class ConfigFile {
    static final int INCLUDES_MAX = 100;

    private static final Pattern LINE = Pattern.compile("([\\w.-]+)\\s*=\\s*(.*)");
    private static final Pattern QUOTED = Pattern.compile("'([^']*)'\\s*(#.*)?");
    private static final Pattern INCLUDE = Pattern.compile("include\\s+([^#\\s]+)\\s*(#.*)?");

    /**
     * One setting as it stands in the file.
     *
     * @param place {@code FILE:LINE}
     * @param folder the file's folder, from which relative paths start
     */
    record Line(String key, String value, String place, Path folder) {}

    private final List<Line> lines = new ArrayList<>();
    private final List<String> errors;
    private int included;

    private ConfigFile(List<String> errors) {
        this.errors = errors;
    }

    /** The settings of a file and of those it includes, in order; what is wrong goes to errors. */
    static List<Line> read(Path file, List<String> errors) {
        ConfigFile reader = new ConfigFile(errors);
        reader.readFile(file, "");
        return reader.lines;
    }

    private void readFile(Path file, String from) {
        try {
            int number = 0;
            for (String text : Files.readAllLines(file)) {
                number++;
                readLine(text.strip(), file, file + ":" + number);
            }
        } catch (NoSuchFileException e) {
            errors.add(from + file + ": there is no such file");
        } catch (IOException e) {
            errors.add(from + file + ": cannot be read as text: " + e.getMessage());
        }
    }

    private void readLine(String text, Path file, String place) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        Matcher setting = LINE.matcher(text);
        Matcher include = INCLUDE.matcher(text);
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        if (include.matches()) {
            include(folder.resolve(include.group(1)), place);
        } else if (setting.matches()) {
            String value = value(setting.group(2));
            if (value.isEmpty()) {
                errors.add(place + ": " + setting.group(1) + " has no value");
            } else {
                lines.add(new Line(setting.group(1), value, place, folder));
            }
        } else {
            errors.add(place + ": this is not KEY = VALUE: " + shown(text));
        }
    }

    private static String value(String text) {
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            return quoted.group(1);
        }
        int comment = text.indexOf('#');
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }

    private void include(Path wanted, String place) {
        String name = String.valueOf(wanted.getFileName());
        Path folder = wanted.resolveSibling("");
        if (!name.contains("*")) {
            includeFile(wanted, place);
            return;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name)) {
            files.forEach(found::add);
        } catch (IOException e) {
            errors.add(place + ": " + folder + " cannot be listed");
        }
        found.stream().sorted().forEach(file -> includeFile(file, place));
    }

    private void includeFile(Path file, String place) {
        if (++included > INCLUDES_MAX) {
            if (included == INCLUDES_MAX + 1) {
                errors.add(place + ": more than " + INCLUDES_MAX + " files are included");
            }
            return;
        }
        readFile(file, place + ": ");
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
