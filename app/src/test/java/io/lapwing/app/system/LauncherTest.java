// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./lapwing}, in a house of its own whose program is this one. */
class LauncherTest {
    private static final Path ROOT = root();

    @TempDir Path folder;

    private Path house;
    private Path bin;

    @BeforeEach
    void build() throws IOException {
        house = Files.createDirectories(folder.resolve("a house"));
        bin = Files.createDirectory(folder.resolve("bin"));
        Files.copy(ROOT.resolve("lapwing"), house.resolve("lapwing"));
        makeExecutable(house.resolve("lapwing"));
        Files.writeString(house.resolve("pom.xml"), "<project/>");
        jar(Files.createDirectories(house.resolve("target/program")).resolve("lapwing.jar"));
        Files.writeString(house.resolve("target/built"), "");
        age(house.resolve("target/built"), 10);
    }

    @Test
    void itRunsThroughALinkFromAnywhereAlsoWithAnOldJavaInFront() throws Exception {
        Path link = folder.resolve("some link");
        Files.createSymbolicLink(link, Path.of("a house/lapwing"));
        Path old = Files.createDirectories(folder.resolve("old java/bin")).getParent();
        executable(old.resolve("bin/javac"), "exit 1");
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.19\"\n");

        Ended ended = run(link, old, "--version");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).startsWith("lapwing ");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aChangedSourceIsBuiltAndAFailureIsToldWithItsLog() throws Exception {
        age(house.resolve("pom.xml"), 20);
        executable(
                bin.resolve("mvn"),
                """
                echo "[INFO] Building lapwing-base 0.1.0                       [2/8]"
                echo "[ERROR] it does not compile"
                exit 1
                """);

        Ended ended = run(house.resolve("lapwing"), folder, "--version");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
                .containsExactly(
                        "lapwing: building; this happens once, and after changes",
                        "lapwing: building base (2/8)",
                        "[ERROR] it does not compile",
                        "lapwing: the build failed; all of it is in "
                                + house.toRealPath().resolve("target/build.log"));
        assertThat(house.resolve("target/build.lock")).doesNotExist();
    }

    private record Ended(int code, String out, String err) {}

    private Ended run(Path script, Path javaHome, String... words) throws Exception {
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        ProcessBuilder command = new ProcessBuilder(script.toString());
        command.command().addAll(Arrays.asList(words));
        command.environment().put("JAVA_HOME", javaHome.toString());
        command.environment().merge("PATH", bin + ":", (path, first) -> first + path);
        Process process =
                command.directory(folder.toFile()).redirectOutput(out).redirectError(err).start();
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out.toPath());
        return new Ended(process.exitValue(), said, Files.readString(err.toPath()));
    }

    /** A program whose libraries are where the tests found them. */
    private static void jar(Path file) throws IOException {
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "io.lapwing.app.Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            out.flush();
        }
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        makeExecutable(file);
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void age(Path file, int secondsAhead) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsAhead)));
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("lapwing"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
