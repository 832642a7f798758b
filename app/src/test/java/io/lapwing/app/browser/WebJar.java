// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What libraries for browsers hold: they lie on the tests' class path, as jars. */
final class WebJar {
    private WebJar() {}

    /** The texts whose names end in this pattern, each by the part that its first group takes. */
    static Map<String, String> texts(String library, String name) {
        Map<String, String> texts = new TreeMap<>();
        Pattern wanted = Pattern.compile(".*/" + library + "/[0-9.]+/" + name);
        try (ZipFile jar = new ZipFile(jar(library))) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                Matcher matcher = wanted.matcher(entry.getName());
                if (matcher.matches()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        texts.put(
                                matcher.group(1),
                                new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    static File jar(String library) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .filter(file -> file.getName().matches(library + "-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(library + " is not on the class path"));
    }
}
