// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's own files, as text. */
final class Sources {
    static final List<String> ROOMS =
            List.of("base", "protocol", "store", "broker", "agent", "web", "app", "bench");

    private static final Pattern COMMENT_OR_TEXT =
            Pattern.compile(
                    "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\""
                            + "|'(?:\\\\.|[^'\\\\\\n])+'",
                    Pattern.DOTALL);

    /**
     * One file.
     *
     * @param name its path from the root, with slashes
     */
    record Source(String room, String name, String text) {
        List<String> lines() {
            return text.lines().toList();
        }

        boolean isMain() {
            return name.contains("/src/main/");
        }

        String fileName() {
            return name.substring(name.lastIndexOf('/') + 1);
        }

        String typeName() {
            return fileName().replace(".java", "");
        }

        /** The code without comments, and without what stands in quotes. */
        String code() {
            return CODES.computeIfAbsent(
                    name,
                    unused ->
                            COMMENT_OR_TEXT
                                    .matcher(text)
                                    .replaceAll(
                                            match -> match.group().startsWith("/") ? " " : "\"\""));
        }
    }

    private static final Map<String, String> CODES = new ConcurrentHashMap<>();
    private static final List<Source> JAVA = readJava();

    private Sources() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("lapwing"))
                || !Files.exists(folder.resolve("base/pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static List<Source> java() {
        return JAVA;
    }

    private static List<Source> readJava() {
        return ROOMS.stream().flatMap(room -> in(room, room + "/src", ".java")).toList();
    }

    /** The page. */
    static List<Source> page() {
        return Stream.of(".ts", ".tsx", ".css", ".html")
                .flatMap(ending -> in("web", "web/ui", ending))
                .toList();
    }

    static List<Source> scripts() {
        return Stream.of("lapwing", ".ci/run").map(name -> read("", root().resolve(name))).toList();
    }

    static String text(String name) {
        return read("", root().resolve(name)).text;
    }

    private static Stream<Source> in(String room, String folder, String ending) {
        Path start = root().resolve(folder);
        if (!Files.exists(start)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/node_modules/"))
                    .sorted()
                    .map(file -> read(room, file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(String room, Path file) {
        try {
            String name = root().relativize(file).toString().replace('\\', '/');
            return new Source(room, name, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
