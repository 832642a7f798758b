// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    private static final Option<Boolean> ANONYMOUS = Option.flag("allow_anonymous", false, "");
    private static final Option<Integer> ID_SIZE =
            Option.integer("max_client_id_size", 100, 1, 65_535, "").atRunTime();
    private static final Option<String> TCP = Option.text("listener.tcp.$name", "", "");
    private static final Option<Integer> LIMIT =
            Option.integer("listener.tcp.$name.max_connections", 10_000, 1, 100_000, "")
                    .inheriting("listener.tcp.max_connections", "listener.max_connections");
    private static final Option<Path> PASSWORDS = Option.file("vmq_passwd.password_file", "", "");
    private static final Option<Integer> SECRET = Option.integer("secret", 0, 0, 9, "").kept();
    private static final List<Option<?>> OPTIONS =
            List.of(ANONYMOUS, ID_SIZE, TCP, LIMIT, PASSWORDS, SECRET);

    @TempDir Path folder;

    @Test
    void everyErrorIsToldAtOnceWithItsLine() throws IOException {
        Path file =
                file(
                        "allow_anonymous = maybe",
                        "# a comment",
                        "max_client_id_sise = 23",
                        "just words",
                        "max_client_id_size = 0",
                        "max_client_id_size = 23",
                        "secret = hunter2");

        ConfigReader.Reading reading = read(file, "allow_anonymous", "vmq_swc.x=1", "nonsense=1");

        assertThat(reading.errors())
                .containsExactly(
                        file + ":4: this is not KEY = VALUE: just words",
                        file + ":1: allow_anonymous: \"maybe\" must be on or off",
                        file
                                + ":3: max_client_id_sise is not known; did you mean"
                                + " max_client_id_size?",
                        file
                                + ":5: max_client_id_size: \"0\" must be a whole number from 1 to"
                                + " 65535",
                        file + ":6: max_client_id_size is set already at " + file + ":5",
                        file + ":7: secret: its value must be a whole number from 0 to 9",
                        "command line: this is not KEY=VALUE: allow_anonymous",
                        "command line: nonsense is not known");
    }

    @Test
    void theCommandLinePrevailsAndSaysSo() throws IOException {
        Path file = file("allow_anonymous = on", "max_client_id_size = 23 # short ones");

        Config config = read(file, "allow_anonymous=off").config();

        assertThat(config.get(ANONYMOUS)).isFalse();
        assertThat(config.source(ANONYMOUS)).isEqualTo("command line");
        assertThat(config.get(ID_SIZE)).isEqualTo(23);
        assertThat(config.source(ID_SIZE)).isEqualTo(file + ":2");
        assertThat(config.source(PASSWORDS)).isEqualTo("default");
    }

    @Test
    void aHashBeginsACommentUnlessTheValueIsQuoted() throws IOException {
        Path file = file("listener.tcp.a = x#y", "listener.tcp.b = 'x#y' # why");

        Config config = read(file).config();

        assertThat(config.get(TCP, "a")).isEqualTo("x");
        assertThat(config.get(TCP, "b")).isEqualTo("x#y");
    }

    @Test
    void aKeyOfAllListenersIsNotAListenerOfThatName() throws IOException {
        Path file =
                file(
                        "listener.tcp.max_connections = 5",
                        "listener.max_connections = 7",
                        "listener.tcp.buffer_sizes = 1,2,3",
                        "listener.tcp.public = 0.0.0.0:1883",
                        "listener.tcp.public.max_connections = 9",
                        "listener.tcp.inner = 127.0.0.1:1884");

        ConfigReader.Reading reading = read(file);

        assertThat(reading.errors()).isEmpty();
        Config config = reading.config();
        assertThat(config.instances(TCP)).containsExactly("public", "inner");
        assertThat(config.get(LIMIT, "public")).isEqualTo(9);
        assertThat(config.get(LIMIT, "inner")).isEqualTo(5);
        assertThat(config.sourceOf(LIMIT, "inner")).isEqualTo(file + ":1");
    }

    @Test
    void keysOfVerneMqWithoutMeaningAreAcceptedAndNamedByReason() throws IOException {
        Path file = file("accept_eula = yes", "log.error = on", "log.crash = on");

        ConfigReader.Reading reading = read(file);

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.warnings())
                .containsExactly(
                        "no effect: there is no licence to accept: accept_eula (" + file + ":1)",
                        "no effect: there is one log, the one of the log.console keys: log.error ("
                                + file
                                + ":2), log.crash ("
                                + file
                                + ":3)");
    }

    @Test
    void aKeyThatProtectsSomebodyIsRefusedRatherThanIgnored() throws IOException {
        Path file = file("listener.tcp.a.mountpoint = tenant-1", "listener.mountpoint = off");

        assertThat(read(file).errors())
                .containsExactly(
                        file
                                + ":1: listener.tcp.a.mountpoint cannot be honoured: mountpoints"
                                + " come later, and without them tenants would see each other's"
                                + " messages");
    }

    @Test
    void relativeFilesStartFromTheConfigurationThatNamesThem() throws IOException {
        Path file = file("vmq_passwd.password_file = users.passwd");

        assertThat(read(file).config().get(PASSWORDS))
                .isEqualTo(folder.toAbsolutePath().resolve("users.passwd"));
        assertThat(read(null, "vmq_passwd.password_file=users.passwd").config().get(PASSWORDS))
                .isEqualTo(Path.of("users.passwd"));
    }

    @Test
    void includedFilesAreReadInOrderAndAreNamedInErrors() throws IOException {
        Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(folder.resolve("conf.d/1.conf"), "allow_anonymous = on\n");
        Files.writeString(folder.resolve("conf.d/2.conf"), "\nallow_anonymous = off\n");
        Path file = file("include conf.d/*.conf", "include missing.conf");

        assertThat(read(file).errors())
                .containsExactly(
                        file + ":2: " + folder.resolve("missing.conf") + ": there is no such file",
                        folder.resolve("conf.d/2.conf")
                                + ":2: allow_anonymous is set already at "
                                + folder.resolve("conf.d/1.conf")
                                + ":1");
    }

    @Test
    void aFileThatIncludesItselfIsToldOnce() throws IOException {
        Path file = file("include lapwing.conf");

        assertThat(read(file).errors())
                .containsExactly(file + ":1: more than 100 files are included");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        Path file = folder.resolve("none.conf");

        assertThat(read(file).errors()).containsExactly(file + ": there is no such file");
    }

    @Test
    void anOptionChangesAtRunTimeAndItsListenersAreTold() throws IOException {
        Config config = read(file("max_client_id_size = 23")).config();
        List<Integer> told = new ArrayList<>();
        Subscription subscription = config.onChange(ID_SIZE, told::add);

        config.change(ID_SIZE, "50", "HTTP");
        subscription.close();
        config.change(ID_SIZE, "60", "HTTP");

        assertThat(told).containsExactly(50);
        assertThat(config.get(ID_SIZE)).isEqualTo(60);
        assertThat(config.source(ID_SIZE)).isEqualTo("HTTP");
        assertThatThrownBy(() -> config.change(ID_SIZE, "0", "HTTP"))
                .hasMessage("must be a whole number from 1 to 65535");
        assertThatThrownBy(() -> config.change(ANONYMOUS, "on", "HTTP"))
                .hasMessage("allow_anonymous takes effect at the next start only");
    }

    private ConfigReader.Reading read(Path file, String... sets) {
        return ConfigReader.read(OPTIONS, file, List.of(sets));
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("lapwing.conf"), List.of(lines));
    }
}
