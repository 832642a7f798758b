// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.broker.net.CannotListen;
import io.lapwing.broker.refusals.Cause;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners on a Unix socket: its file, its permissions, who came. */
class UnixSocketTest {
    private static final String CONNECT = "100D00044D51545404020000000161";

    @TempDir Path folder;

    private TestBroker start(Path socket) {
        return TestBroker.start(
                "listener.tcp.local", "local:" + socket, "listener.tcp.local.permissions", "600");
    }

    private static String ask(Path socket, String hex) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            client.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            int unused = client.read(answer);
            return HexFormat.of().formatHex(answer.array(), 0, answer.position());
        }
    }

    @Test
    void aClientConnectsAndTheFileIsTheOwnersAndGoesWithTheListener() throws IOException {
        Path socket = folder.resolve("mqtt.sock");
        try (TestBroker broker = start(socket)) {
            assertThat(Files.getPosixFilePermissions(socket))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(ask(socket, CONNECT)).isEqualTo("20020000");
            assertThat(broker.broker().listeners())
                    .anyMatch(each -> each.address().equals("local:" + socket));

            assertThat(ask(socket, "474554202f")).isEmpty();
            String line = RefusedOnce.in(broker, Cause.NOT_MQTT, "tcp.local", "").logLine();
            assertThat(line)
                    .contains(" address=unix:uid=" + Files.getAttribute(socket, "unix:uid"));
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void whatADeadProgramLeftIsReplacedButNotWhatIsInUse() throws IOException {
        Path socket = folder.resolve("old.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> start(socket))
                    .isInstanceOf(CannotListen.class)
                    .hasMessageContaining("in use by another program");
        }
        assertThat(socket).exists();
        try (TestBroker broker = start(socket)) {
            assertThat(ask(socket, CONNECT)).isEqualTo("20020000");
            assertThat(broker.count("worker_bugs")).isZero();
        }
    }

    @Test
    void aFileOfAnotherKindIsLeftAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "data");
        assertThatThrownBy(() -> start(file))
                .isInstanceOf(CannotListen.class)
                .hasMessageContaining("there is a file of another kind");
        assertThat(file).hasContent("data");
    }
}
