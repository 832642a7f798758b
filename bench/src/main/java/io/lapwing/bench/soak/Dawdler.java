// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import java.io.IOException;

/**
 * A reader that hardly reads, and a publisher that does not care: the broker must let go of what it
 * cannot deliver, and of everything when the reader leaves.
 */
final class Dawdler implements Actor {
    private static final int PAYLOAD_BYTES = 2_048;
    private static final int BURST = 100;
    private static final long GAP_MILLIS = 100;
    private static final int BURSTS_A_VISIT = 60;

    private final Ground ground;
    private final MqttVersion version;
    private final String id;

    Dawdler(Ground ground, MqttVersion version) {
        this.ground = ground;
        this.version = version;
        this.id = "dawdler-" + version;
    }

    @Override
    public void act() throws IOException, InterruptedException {
        byte[] payload = new byte[PAYLOAD_BYTES];
        try (SoakClient publisher = SoakClient.clean(ground, version, id + "-publisher")) {
            while (!ground.isOver()) {
                SoakClient reader = SoakClient.clean(ground, version, id);
                reader.subscribe(0, "soak/slow/" + version);
                for (int burst = 0; burst < BURSTS_A_VISIT && !ground.pause(GAP_MILLIS); burst++) {
                    for (int i = 0; i < BURST; i++) {
                        publisher.publish("soak/slow/" + version, 0, false, false, 0, payload);
                    }
                    Packet unused = reader.read();
                }
                reader.breakOff();
                ground.count("slow readers that left");
            }
        }
    }
}
