// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The page keeps to its types. Bundling takes them away unread, and the compiler is a script: it
 * runs in the browser that the tests have anyway, so that nobody needs Node.
 */
@ExtendWith(OneBrowser.class)
class TypesTest {
    private static final Path UI = Path.of("../web/ui");
    private static final String PREACT = "/web/target/page-tools/node_modules/preact/";

    /** The compiler's jar keeps the types of the language and the browser in here. */
    private static final String LIBRARIES = "META-INF/.more.tgz";

    private static final String WRONG = "/web/ui/wrong.ts";
    private static final int TAR_BLOCK = 512;

    @Test
    void thePageHasNoTypeErrorsUnderTheStrictRulesOfItsTsconfig(Browser browser)
            throws IOException {
        Map<String, String> files = new HashMap<>();
        addPage(files);
        addLibraries(files);
        WebJar.texts("preact", "(.*(?:package\\.json|\\.d\\.ts))")
                .forEach((name, text) -> files.put(PREACT + name, text));
        files.put(WRONG, "export const proof: number = 'that errors are found';\n");
        String compiler = WebJar.texts("typescript", "lib/(typescript\\.js)").get("typescript.js");
        browser.openRaw(java.net.URI.create("about:blank"));
        browser.run(compiler + ";window.ts = ts;");

        Map<?, ?> found = (Map<?, ?>) browser.runLong(script(), files);

        assertThat((Long) found.get("sources")).isGreaterThan(30);
        assertThat((List<?>) found.get("lines"))
                .singleElement()
                .asString()
                .startsWith(WRONG + ":1: Type 'string' is not assignable");
    }

    private static String script() throws IOException {
        try (InputStream in = TypesTest.class.getResourceAsStream("/page-types.js")) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void addPage(Map<String, String> files) throws IOException {
        try (Stream<Path> all = Files.walk(UI)) {
            for (Path file :
                    all.filter(each -> each.toString().matches(".*\\.(tsx?|json)")).toList()) {
                files.put("/web/ui/" + UI.relativize(file), Files.readString(file));
            }
        }
    }

    /** Reads the files of a tar: a block that tells name and size, then the content in blocks. */
    private static void addLibraries(Map<String, String> files) throws IOException {
        try (ZipFile jar = new ZipFile(WebJar.jar("typescript"));
                DataInputStream tar =
                        new DataInputStream(
                                new GZIPInputStream(jar.getInputStream(jar.getEntry(LIBRARIES))))) {
            byte[] head = new byte[TAR_BLOCK];
            while (true) {
                tar.readFully(head);
                if (head[0] == 0) {
                    return;
                }
                String name = new String(head, 0, 100, US_ASCII).trim();
                int size = Integer.parseInt(new String(head, 124, 11, US_ASCII).trim(), 8);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
                if (name.endsWith(".d.ts")) {
                    files.put("/lib/" + name.replaceFirst(".*/", ""), new String(content, UTF_8));
                }
            }
        }
    }
}
