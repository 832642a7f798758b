// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.Publish;
import io.lapwing.protocol.Will;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Retained messages and wills: what is stored is what comes, and what is cleared does not. */
final class Keeper implements Actor {
    private static final long GAP_MILLIS = 50;
    private static final int TOPICS = 40;

    private final Ground ground;
    private final MqttVersion version;
    private final String id;
    private final String top;
    private final SoakClient publisher;
    private final SoakClient watcher;
    private long round;

    Keeper(Ground ground, MqttVersion version) throws IOException {
        this.ground = ground;
        this.version = version;
        this.id = "keeper-" + version;
        this.top = "soak/kept/" + version + "/";
        publisher = SoakClient.clean(ground, version, id);
        watcher = SoakClient.clean(ground, version, id + "-watcher");
        watcher.subscribe(1, "soak/wills/" + version);
    }

    @Override
    public void act() throws IOException, InterruptedException {
        while (!ground.pause(GAP_MILLIS)) {
            round++;
            publish(Numbered.payload(round));
            look(TOPICS);
            publish(new byte[0]);
            look(0);
            die();
        }
        publisher.sayGoodbye();
        watcher.sayGoodbye();
    }

    private void publish(byte[] payload) throws IOException {
        for (int i = 0; i < TOPICS; i++) {
            publisher.publish(top + i, 1, true, false, i + 1, payload);
        }
        for (int i = 0; i < TOPICS; i++) {
            PubAck unused = publisher.expect(PubAck.class);
        }
    }

    /** A client that subscribes now gets so many, each of this round. */
    private void look(int expected) throws IOException {
        SoakClient client = SoakClient.clean(ground, version, id + "-reader");
        client.subscribe(0, top + "#");
        for (int i = 0; i < expected; i++) {
            Publish kept = client.expect(Publish.class);
            if (!kept.retain() || ByteBuffer.wrap(kept.payload()).getLong() != round) {
                ground.fault(id + ": in round " + round + " came " + kept);
            }
        }
        client.send(new PingReq());
        PingResp unused = client.expect(PingResp.class);
        client.sayGoodbye();
        ground.count("looks at retained messages");
    }

    private void die() throws IOException {
        Will will =
                new Will(
                        "soak/wills/" + version,
                        Numbered.payload(round),
                        1,
                        false,
                        Properties.EMPTY);
        SoakClient client = new SoakClient(ground.port, version);
        var unused = client.connect(id + "-dying", true, SoakClient.PASSWORD, will);
        client.breakOff();
        Publish came = watcher.expect(Publish.class);
        watcher.send(new PubAck(came.packetId()));
        if (ByteBuffer.wrap(came.payload()).getLong() != round) {
            ground.fault(id + ": the will of round " + round + " was " + came);
        }
        ground.count("wills");
    }
}
