// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.protocol.Disconnect;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PingReq;
import io.lapwing.protocol.PingResp;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.UnsubAck;
import io.lapwing.protocol.Unsubscribe;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Comes and goes in every way: goodbye, break, wrong password, take-over, many subscriptions. */
final class Comer implements Actor {
    private static final long GAP_MILLIS = 5;
    private static final int FILTERS = 30;

    private final Ground ground;
    private final MqttVersion version;
    private final String id;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Comer(Ground ground, MqttVersion version, int number) {
        this.ground = ground;
        this.version = version;
        this.id = "comer-" + version + "-" + number;
    }

    @Override
    public void act() throws IOException, InterruptedException {
        while (!ground.pause(GAP_MILLIS)) {
            switch (random.nextInt(5)) {
                case 0 -> sayHello();
                case 1 -> breakOff();
                case 2 -> beRefused();
                case 3 -> beTakenOver();
                default -> subscribeAndUnsubscribe();
            }
        }
    }

    private void sayHello() throws IOException {
        SoakClient client = SoakClient.clean(ground, version, id);
        client.send(new PingReq());
        PingResp unused = client.expect(PingResp.class);
        client.sayGoodbye();
        ground.count("clients that came and said goodbye");
    }

    private void breakOff() throws IOException {
        SoakClient.clean(ground, version, id).breakOff();
        ground.count("clients that broke off");
    }

    private void beRefused() throws IOException {
        try (SoakClient client = new SoakClient(ground.port, version)) {
            int code = client.connect(id, true, "wrong", null).code();
            if (code != (version.isV5() ? 0x86 : 4)) {
                ground.fault(id + ": a wrong password was answered with " + code);
            }
        }
        ground.count("wrong passwords");
    }

    private void beTakenOver() throws IOException {
        SoakClient first = SoakClient.clean(ground, version, id);
        SoakClient second = SoakClient.clean(ground, version, id);
        try {
            Packet said = first.read();
            if (said instanceof Disconnect why && why.reason().code() == 0x8E) {
                said = first.read();
            }
            ground.fault(id + ": taken over, and told " + said);
        } catch (EOFException closed) {
            ground.count("take-overs");
        }
        first.close();
        second.sayGoodbye();
    }

    private void subscribeAndUnsubscribe() throws IOException {
        String[] filters = new String[FILTERS];
        Arrays.setAll(filters, i -> "soak/churn/" + id + "/" + random.nextInt(1_000) + "/+/" + i);
        SoakClient client = SoakClient.clean(ground, version, id);
        client.subscribe(1, filters);
        client.send(new Unsubscribe(2, List.of(filters), Properties.EMPTY));
        UnsubAck unused = client.expect(UnsubAck.class);
        client.subscribe(0, filters); // these go with the session
        client.sayGoodbye();
        ground.count("subscriptions made and ended");
    }
}
