// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.Packet;
import io.lapwing.protocol.PubAck;
import io.lapwing.protocol.PubComp;
import io.lapwing.protocol.PubRec;
import io.lapwing.protocol.PubRel;
import io.lapwing.protocol.Publish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A publisher and its subscribers that stay connected, all on one thread: a message goes out, and
 * comes to everyone before the next one does.
 */
final class Pair implements Actor {
    private final Ground ground;
    private final String topic;
    private final int qos;
    private final long gapMillis;
    private final SoakClient publisher;
    private final List<SoakClient> subscribers = new ArrayList<>();
    private final List<Numbered> numbers = new ArrayList<>();

    Pair(Ground ground, MqttVersion from, MqttVersion to, int qos, int readers, long gapMillis)
            throws IOException {
        this.ground = ground;
        this.qos = qos;
        this.gapMillis = gapMillis;
        String name = "pair-" + from + "-" + to + "-" + qos + "-" + readers;
        this.topic = "soak/pairs/" + name;
        publisher = SoakClient.clean(ground, from, name);
        for (int i = 0; i < readers; i++) {
            SoakClient reader = SoakClient.clean(ground, to, name + "-reader-" + i);
            reader.subscribe(qos, i % 2 == 0 ? topic : topic + "/#");
            subscribers.add(reader);
            numbers.add(new Numbered(ground, name + "-" + i, false));
        }
    }

    @Override
    public void act() throws IOException, InterruptedException {
        for (long number = 1; !ground.pause(gapMillis); number++) {
            int id = (int) (number % 65_535) + 1;
            publisher.publish(topic, qos, false, false, id, Numbered.payload(number));
            if (qos == 2) {
                PubRec unused = publisher.expect(PubRec.class);
                publisher.send(new PubRel(id));
            }
            for (int i = 0; i < subscribers.size(); i++) {
                numbers.get(i).came(receive(subscribers.get(i)).payload());
            }
            if (qos > 0) {
                Packet answer = publisher.read();
                if (!(qos == 1 ? answer instanceof PubAck : answer instanceof PubComp)) {
                    ground.fault(topic + ": the publisher got " + answer);
                }
            }
            ground.count("messages of pairs, QoS " + qos);
        }
        for (SoakClient subscriber : subscribers) {
            subscriber.sayGoodbye();
        }
        publisher.sayGoodbye();
    }

    private Publish receive(SoakClient subscriber) throws IOException {
        Publish message = subscriber.expect(Publish.class);
        if (qos == 1) {
            subscriber.send(new PubAck(message.packetId()));
        } else if (qos == 2) {
            subscriber.send(new PubRec(message.packetId()));
            PubRel release = subscriber.expect(PubRel.class);
            subscriber.send(new PubComp(release.packetId()));
        }
        return message;
    }
}
