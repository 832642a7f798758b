// SPDX-License-Identifier: Apache-2.0

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The build step of the page, run by Maven from source: web/ui in, four files out. Does nothing
 * while its output is newer than every source. Fails when the page outgrows its budget.
 */
final class BundlePage {
    /** The whole page, gzip (DASHBOARD §9): slow links and phones open it too. */
    private static final int GZIP_BYTES_MAX = 60_000;

    private static final StandardCopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

    private final Path ui;
    private final Path tools;
    private final Path out;

    private BundlePage(Path ui, Path tools, Path out) {
        this.ui = ui;
        this.tools = tools;
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        var bundle = new BundlePage(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
        if (bundle.stale()) {
            bundle.run();
        }
    }

    /** Folders count too: a deleted source makes its folder newer. */
    private boolean stale() throws IOException {
        Path index = out.resolve("index.html");
        if (!Files.exists(index)) {
            return true;
        }
        long built = Files.getLastModifiedTime(index).toMillis();
        Path self = ui.resolveSibling("src").resolve("build").resolve("BundlePage.java");
        Path pom = ui.resolveSibling("pom.xml");
        Path versions = ui.resolve("../../pom.xml").normalize();
        for (Path part : List.of(ui, self, pom, versions)) {
            try (Stream<Path> sources = Files.walk(part)) {
                for (Path source : (Iterable<Path>) sources::iterator) {
                    if (Files.getLastModifiedTime(source).toMillis() > built) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void run() throws IOException, InterruptedException {
        Path esbuild = tools.resolve("esbuild");
        unpack(tools.resolve("esbuild.jar"), ".*/bin/esbuild(\\.exe)?", esbuild.getParent());
        Path binary = tools.resolve("bin").resolve("esbuild");
        if (!Files.exists(binary)) {
            binary = tools.resolve("bin").resolve("esbuild.exe");
        }
        binary.toFile().setExecutable(true);
        Path preact = tools.resolve("node_modules").resolve("preact");
        unpack(tools.resolve("preact.jar"), "META-INF/resources/webjars/preact/.*", preact);
        Files.createDirectories(out);
        esbuild(binary);
        Files.copy(ui.resolve("logo.svg"), out.resolve("logo.svg"), REPLACE);
        writeIndex();
        checkSize();
    }

    /** Both jars keep their files under a path that ends in the version; that prefix goes. */
    private static void unpack(Path jar, String names, Path into) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.isDirectory() || !entry.getName().matches(names)) {
                    continue;
                }
                String name = entry.getName().replaceFirst("^.*?/\\d+\\.\\d+\\.\\d+/", "");
                Path file = into.resolve(name).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException(jar + " holds " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                Files.copy(zip.getInputStream(entry), file, REPLACE);
            }
        }
    }

    private void esbuild(Path binary) throws IOException, InterruptedException {
        var command =
                List.of(
                        binary.toString(),
                        ui.resolve("app.tsx").toString(),
                        ui.resolve("app.css").toString(),
                        "--bundle",
                        "--minify",
                        "--format=iife",
                        "--target=es2022",
                        "--jsx=automatic",
                        "--jsx-import-source=preact",
                        "--charset=utf8",
                        "--legal-comments=none",
                        "--log-level=warning",
                        "--outdir=" + out);
        var process = new ProcessBuilder(command).inheritIO();
        process.environment().put("NODE_PATH", tools.resolve("node_modules").toString());
        if (process.start().waitFor() != 0) {
            throw new IllegalStateException("esbuild found errors in web/ui");
        }
    }

    /** Names script and style by their content, so that a browser may keep them. */
    private void writeIndex() throws IOException {
        String index = Files.readString(ui.resolve("index.html"));
        for (String name : List.of("app.js", "app.css")) {
            var crc = new CRC32();
            crc.update(Files.readAllBytes(out.resolve(name)));
            String mark = HexFormat.of().toHexDigits((int) crc.getValue());
            index = index.replace("/" + name, "/" + name + "?v=" + mark);
        }
        Files.writeString(out.resolve("index.html"), index);
    }

    private void checkSize() throws IOException {
        int total = 0;
        var sizes = new StringBuilder();
        for (String name : List.of("index.html", "app.js", "app.css", "logo.svg")) {
            var packed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(packed)) {
                gzip.write(Files.readAllBytes(out.resolve(name)));
            }
            total += packed.size();
            sizes.append(String.format(Locale.ROOT, ", %s %.1f", name, packed.size() / 1000.0));
        }
        String said = "[INFO] page: %.1f kB gzip of %.0f%s%n";
        System.out.printf(Locale.ROOT, said, total / 1000.0, GZIP_BYTES_MAX / 1000.0, sizes);
        if (total > GZIP_BYTES_MAX) {
            throw new IllegalStateException("The page is over its " + GZIP_BYTES_MAX + " bytes");
        }
    }
}
