// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

import io.lapwing.agent.collect.Access;
import io.lapwing.agent.collect.Metric;
import io.lapwing.agent.collect.TargetWish;
import io.lapwing.base.Clock;
import io.lapwing.base.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What a broker tells below $SYS, read as a client of MQTT 3.1.1 that needs five packets: it logs
 * in, subscribes, and then pings. The answer to a ping comes behind all that was told before it, so
 * a ping a second both reads the news and proves that the broker lives. Owned by the thread that
 * asks.
 */
final class SysSource implements Source {
    /** Larger packets are not about numbers. */
    static final int PACKET_MAX = 256 * 1024;

    private static final int MQTT = 1883;
    private static final int MQTTS = 8883;
    private static final int KEEP_ALIVE_S = 60;
    private static final String TOPICS = "$SYS/#";
    private static final String TOP = "$SYS/";

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int SUBACK = 9;
    private static final int PINGRESP = 13;
    private static final byte[] PINGREQ = {(byte) 0xC0, 0};
    private static final byte[] DISCONNECT = {(byte) 0xE0, 0};
    private static final int REFUSED = 0x80;

    /** Totals since the broker's start; what it works out itself, as loads, are gauges. */
    private static final Pattern COUNTER =
            Pattern.compile(
                    "[^/]+/((publish/)?(messages|bytes)/(received|sent|dropped)"
                            + "|clients/expired)");

    private final TargetWish wish;
    private final Line line;
    private final SeriesTable table;
    private double[] latest = new double[256];
    private byte[] packet = new byte[4 * 1024];
    private int length;
    private long bytes;

    SysSource(Clock clock, TargetWish wish) {
        this.wish = wish;
        boolean secure = wish.url().getScheme().equals("mqtts");
        this.line = new Line(clock, wish, secure, secure ? MQTTS : MQTT);
        this.table = new SeriesTable(wish.relabel());
        Arrays.fill(latest, Double.NaN);
    }

    @Override
    public void read(Scrape into) throws NoAnswer {
        line.begin();
        bytes = 0;
        try {
            if (!line.isOpen()) {
                login();
            }
            line.write(PINGREQ);
            await(PINGRESP);
        } catch (IOException e) {
            line.close();
            throw new NoAnswer(line.why(e, "the connection broke"));
        } catch (NoAnswer e) {
            line.close();
            throw e;
        }
        for (int i = 0; i < latest.length; i++) {
            if (!Double.isNaN(latest[i])) {
                into.set(i, latest[i]);
            }
        }
        if (into.samples() == 0) {
            throw new NoAnswer("it tells nothing below $SYS, or not to this user");
        }
    }

    @Override
    public SeriesTable table() {
        return table;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        try {
            line.write(DISCONNECT);
        } catch (IOException e) {
            line.close(); // it is closed already
        }
        line.close();
    }

    /** What was told on another connection may be of another life of the broker. */
    private void login() throws IOException, NoAnswer {
        Arrays.fill(latest, Double.NaN);
        line.open();
        line.write(connect());
        await(CONNACK);
        int code = length == 2 ? packet[1] : -1;
        if (code != 0) {
            throw new NoAnswer(refusal(code));
        }
        line.write(subscribe());
        await(SUBACK);
        if (length < 3 || (packet[2] & REFUSED) != 0) {
            throw new NoAnswer("it does not let this user read $SYS");
        }
    }

    private static String refusal(int code) {
        String why =
                switch (code) {
                    case 1 -> "it does not speak MQTT 3.1.1";
                    case 2 -> "it does not take our client id";
                    case 3 -> "it is not available";
                    case 4 -> "user or password are wrong";
                    case 5 -> "this user is not allowed in";
                    default -> "it is no MQTT broker";
                };
        return "the login was refused (CONNACK " + code + "): " + why;
    }

    /** Reads packets up to one of this type, and takes what they tell. */
    private void await(int type) throws IOException, NoAnswer {
        int read = packet();
        while (read != type) {
            if (read == PUBLISH) {
                told();
            }
            read = packet();
        }
    }

    /** Reads one packet's body and answers its type. */
    private int packet() throws IOException, NoAnswer {
        int first = some();
        int size = 0;
        int shift = 0;
        int each;
        do {
            each = some();
            size |= (each & 0x7F) << shift;
            shift += 7;
        } while ((each & 0x80) != 0 && shift < 28);
        if (size > PACKET_MAX) {
            throw new NoAnswer("what answers does not speak MQTT");
        }
        if (packet.length < size) {
            packet = new byte[size];
        }
        length = 0;
        while (length < size) {
            int got = line.some(packet, length, size - length);
            if (got < 0) {
                throw new IOException("closed within a packet");
            }
            length += got;
        }
        bytes += size + 2;
        return first >> 4;
    }

    private int some() throws IOException, NoAnswer {
        int each = line.next();
        if (each < 0) {
            throw new IOException("the broker closed the connection");
        }
        return each;
    }

    /** A PUBLISH of QoS 0: a topic, and a text that is or begins with a number. */
    private void told() throws NoAnswer {
        int topicEnd = length < 2 ? length : 2 + ((packet[0] & 0xFF) << 8 | packet[1] & 0xFF);
        if (topicEnd > length) {
            throw new NoAnswer("what answers does not speak MQTT");
        }
        int end = topicEnd;
        while (end < length && packet[end] != ' ') {
            end++;
        }
        double value;
        try {
            value = Figures.read(packet, topicEnd, end);
        } catch (NumberFormatException e) {
            return; // a version, or a date
        }
        table.begin();
        int number = table.find(packet, 2, topicEnd);
        if (number == SeriesTable.UNKNOWN) {
            number = table.learn(packet, 2, topicEnd, metric(topicEnd));
        }
        if (number >= 0) {
            if (number >= latest.length) {
                int before = latest.length;
                latest = Arrays.copyOf(latest, number * 2);
                Arrays.fill(latest, before, latest.length, Double.NaN);
            }
            latest[number] = value;
        }
    }

    private Metric metric(int topicEnd) {
        String topic = new String(packet, 2, topicEnd - 2, StandardCharsets.UTF_8);
        String inner = topic.startsWith(TOP) ? topic.substring(TOP.length()) : topic;
        String name = inner.replaceAll("[^A-Za-z0-9]+", "_");
        Kind kind = COUNTER.matcher(inner).matches() ? Kind.COUNTER : Kind.GAUGE;
        return new Metric(name, Map.of(), kind, topic);
    }

    private byte[] connect() throws IOException, NoAnswer {
        Access access = wish.access();
        boolean user = !access.user().isEmpty();
        boolean password = user && Access.isNamed(access.passwordFile());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, "MQTT");
        body.write(4); // the level of 3.1.1
        body.write(0x02 | (user ? 0x80 : 0) | (password ? 0x40 : 0)); // a clean session
        body.write(0);
        body.write(KEEP_ALIVE_S);
        text(body, "lapwing-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
        if (user) {
            text(body, access.user());
        }
        if (password) {
            text(body, Line.secret(access.passwordFile()));
        }
        return packet(0x10, body);
    }

    private static byte[] subscribe() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        body.write(1);
        text(body, TOPICS);
        body.write(0);
        return packet(0x82, body);
    }

    private static byte[] packet(int first, ByteArrayOutputStream body) throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(first);
        int left = body.size();
        do {
            packet.write(left & 0x7F | (left > 0x7F ? 0x80 : 0));
            left >>= 7;
        } while (left > 0);
        body.writeTo(packet);
        return packet.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.write(bytes);
    }
}
