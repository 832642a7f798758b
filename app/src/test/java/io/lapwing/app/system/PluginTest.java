// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in docs/plugin-example, compiled and put where Lapwing finds it. */
class PluginTest {
    private static final Path EXAMPLE = Path.of("../docs/plugin-example/src/main");

    @TempDir private Path folder;

    @Test
    void theExampleIsFoundInTheFolderOfPluginsAndAsked() throws IOException {
        Files.createDirectories(folder.resolve("plugins"));
        jar(compiled(), folder.resolve("plugins/office-hours.jar"));

        try (RunningLapwing lapwing =
                RunningLapwing.startIn(folder, "allow_anonymous=off", "log.console=file")) {
            String url = "http://127.0.0.1:" + lapwing.httpPort();

            RunningLapwing.Ended known = explain(url, "--user", "office-lamp", "--client", "lamp");
            assertThat(known.out()).contains("Office hours: ");
            RunningLapwing.Ended unknown = explain(url, "--user", "pump-7", "--client", "pump");
            assertThat(unknown.out())
                    .endsWith(
                            "denied: unknown_user: office hours: knows only users that begin with"
                                    + " office-\n");
            assertThat(lapwing.log()).contains("plug-in: the authenticator office hours");
        }
    }

    @Test
    void aJarThatCannotBeLoadedIsNamedAndNothingStarts() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Path services = folder.resolve("broken/META-INF/services");
        Files.createDirectories(services);
        Files.writeString(
                services.resolve("io.lapwing.broker.admission.Authenticator"), "org.example.No\n");
        jar(folder.resolve("broken"), plugins.resolve("broken.jar"));

        RunningLapwing.Ended ended =
                RunningLapwing.run(
                        folder, "", "start", "--data", "data", "--set", "allow_anonymous=off");

        assertThat(ended.code()).isNotZero();
        assertThat(ended.err()).contains("plugins_dir = ", "org.example.No");
    }

    private RunningLapwing.Ended explain(String url, String... words) {
        String[] all =
                Stream.concat(Stream.of("explain", "connect", "--url", url), Stream.of(words))
                        .toArray(String[]::new);
        return RunningLapwing.run(folder, "", all);
    }

    private Path compiled() {
        Path classes = folder.resolve("classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int code =
                compiler.run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EXAMPLE.resolve("java/org/example/hours/OfficeHours.java").toString());
        assertThat(code).isZero();
        return classes;
    }

    private static void jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream into = new JarOutputStream(out)) {
            for (Path root : List.of(classes, EXAMPLE.resolve("resources"))) {
                if (root.equals(classes) || !classes.endsWith("broken")) {
                    add(root, into);
                }
            }
        }
    }

    private static void add(Path root, JarOutputStream into) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                into.putNextEntry(new JarEntry(root.relativize(file).toString()));
                Files.copy(file, into);
                into.closeEntry();
            }
        }
    }
}
