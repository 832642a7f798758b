// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.agent.log.format.Line;
import io.lapwing.agent.log.format.LogFormat;
import io.lapwing.base.Clock;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that are no files: syslog in its two formats and three transports, journald, a pipe. */
final class StreamsTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir Path folder;

    private final Latest<List<String>> told = new Latest<>(List.of());
    private final LogCounts counts = new LogCounts("v", "-", Clock.system(), new Metrics());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<29>1 2024-05-27T03:49:11.752Z host vernemq 17 - - ",
                "<29>1 2024-05-27T03:49:11.752Z host vmq 1 i [a@1 b=\"x]\\\"y\"][c@2 d=\"\"] ",
                "<29>1 - - - - - - \uFEFF",
                "<29>May 27 03:49:11 host vernemq[17]: ",
                "<29>May  7 03:49:11 host vernemq: ",
                "<29>vernemq: ",
                "<29>",
                ""
            })
    void theHeadOfAMessageIsTakenOff(String head) {
        List<String> texts = new ArrayList<>();

        new SyslogMessage(line -> texts.add(line.toString())).accept(Line.of(head + refusal("a")));

        assertThat(texts).containsExactly(refusal("a"));
    }

    @Test
    void messagesAreToldApartByCountsOrByLineEnds() {
        String counted = "<29>vernemq: " + refusal("counted") + "\nover two lines";
        String stream =
                "<29>vernemq: "
                        + refusal("line")
                        + "\n"
                        + counted.length()
                        + " "
                        + counted
                        + "<29>vernemq: "
                        + refusal("again")
                        + "\n2024-05-27 begins with a digit\n";
        for (int piece = 1; piece < 40; piece += 6) {
            told.set(List.of());
            SyslogFrames frames = new SyslogFrames(intake(), counts);
            byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at += piece) {
                int length = Math.min(piece, bytes.length - at);
                byte[] part = new byte[length];
                System.arraycopy(bytes, at, part, 0, length);
                frames.accept(part, length);
            }
            assertThat(told.value()).containsExactly("line", "counted", "again");
        }
    }

    @Test
    void syslogComesOverUdp() throws IOException {
        SyslogUdp syslog = new SyslogUdp(ANY_PORT, intake(), counts);
        syslog.turn(0);
        try (syslog;
                DatagramSocket sender = new DatagramSocket()) {
            byte[] bytes = ("<29>vernemq: " + refusal("udp")).getBytes(StandardCharsets.UTF_8);
            InetSocketAddress to =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), syslog.port());
            sender.send(new DatagramPacket(bytes, bytes.length, to));

            awaitTold("udp");
        }
    }

    @Test
    void syslogComesOverTcp() throws IOException {
        SyslogStream syslog = new SyslogStream(ANY_PORT, this::intake, counts);
        syslog.turn(0);
        try (syslog;
                Socket sender = new Socket(InetAddress.getLoopbackAddress(), syslog.port());
                OutputStream out = sender.getOutputStream()) {
            out.write(("<29>vernemq: " + refusal("tcp") + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();

            awaitTold("tcp");
        }
    }

    @Test
    void syslogComesOverAUnixSocketAlsoWhereAnOldOneWasLeftBehind() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("log"));
        var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        left.bind(address).close();
        SyslogStream syslog = new SyslogStream(address, this::intake, counts);
        syslog.turn(0);
        try (syslog;
                SocketChannel sender = SocketChannel.open(address)) {
            byte[] bytes = ("<29>vernemq: " + refusal("x") + "\n").getBytes(StandardCharsets.UTF_8);
            int unused = sender.write(ByteBuffer.wrap(bytes));

            awaitTold("x");
        }
        assertThat(folder.resolve("log")).doesNotExist();
    }

    @Test
    void anAddressThatIsTakenIsSaid() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(ANY_PORT)) {
            InetSocketAddress same =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            SyslogUdp syslog = new SyslogUdp(same, intake(), counts);
            syslog.turn(0);

            assertThat(counts.state().trouble()).contains("in use");
        }
    }

    @Test
    void theJournalIsReadInItsExportFormatAndGoneOnWithAfterItsLastEntry() throws IOException {
        Path script = folder.resolve("journalctl");
        Path asked = folder.resolve("asked");
        Path entry = folder.resolve("entry");
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        String text = refusal("j");
        length.putLong(text.length());
        Files.write(
                entry,
                ("__CURSOR=s=1;i=2\n_PID=1\nMESSAGE\n"
                                + new String(length.array(), StandardCharsets.ISO_8859_1)
                                + text
                                + "\n\n__CURSOR=s=1;i=3\nMESSAGE="
                                + refusal("k")
                                + "\n\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(
                script, "#!/bin/sh\necho \"$@\" >> %s\ncat %s\nexec cat\n".formatted(asked, entry));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Path kept = folder.resolve("v.position");

        try (JournalFollower journal =
                new JournalFollower(script.toString(), "vernemq", kept, intake(), counts)) {
            journal.turn(0);
            Awaitility.await().until(() -> told.value().size() == 2);
        }
        try (JournalFollower journal =
                new JournalFollower(script.toString(), "vernemq", kept, intake(), counts)) {
            journal.turn(0);
            Awaitility.await().until(() -> told.value().size() == 4);
        }

        assertThat(told.value()).startsWith("j", "k");
        assertThat(Files.readAllLines(asked))
                .containsExactly(
                        "--follow --output=export --unit=vernemq --lines=0",
                        "--follow --output=export --unit=vernemq --after-cursor=s=1;i=3");
    }

    @Test
    void aPipeIsReadToItsEnd() {
        byte[] bytes = (refusal("a") + "\n" + refusal("b")).getBytes(StandardCharsets.UTF_8);
        try (StreamFollower follower =
                new StreamFollower(new ByteArrayInputStream(bytes), intake(), counts)) {
            follower.turn(0);

            Awaitility.await().until(() -> told.value().size() == 2);
        }
        Awaitility.await().until(() -> counts.state().trouble().contains("has ended"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syslog",
                "syslog:udp:",
                "syslog:udp:example.com:514",
                "syslog:tcp:127.0.0.1:70000",
                "syslog:smoke:127.0.0.1:514",
                "journald:",
                "journald:a b"
            })
    void aSourceThatIsNoneIsRefusedWithWhatWouldBeOne(String text) {
        assertThatThrownBy(() -> LogSource.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("journald:UNIT");
    }

    private Intake intake() {
        return new Intake(
                LogFormat.VERNEMQ.parser(ZoneOffset.UTC),
                counts,
                Clock.system(),
                refusal ->
                        told.change(before -> {
                            List<String> after = new ArrayList<>(before);
                            after.add(String.valueOf(refusal.who().client()));
                            return List.copyOf(after);
                        }));
    }

    private void awaitTold(String client) {
        Awaitility.await().until(() -> told.value().contains(client));
    }

    private static String refusal(String client) {
        return "can't authenticate client {[],<<\"" + client + "\">>} from 10.0.0.7:5 due to x";
    }
}
