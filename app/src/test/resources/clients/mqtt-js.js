// SPDX-License-Identifier: Apache-2.0
// One client of mqtt.js: a command as JSON on each line of input, an event on each line of output.
"use strict";
const fs = require("fs");
const mqtt = require("mqtt");
const readline = require("readline");

// What the client remembers outlives its connections.
const stores = {
    incomingStore: new mqtt.Store({ clean: false }),
    outgoingStore: new mqtt.Store({ clean: false }),
};
let client;
let lastReason = 0; // the library does not tell that of a success

function tell(event) {
    process.stdout.write(JSON.stringify(event) + "\n");
}

function properties(extras) {
    const given = {
        contentType: extras.contentType,
        responseTopic: extras.responseTopic,
        correlationData: extras.correlation && Buffer.from(extras.correlation),
        messageExpiryInterval: extras.expirySeconds,
        userProperties: Object.keys(extras.user).length ? extras.user : undefined,
    };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function extras(found = {}) {
    const ids = found.subscriptionIdentifier;
    return {
        contentType: found.contentType,
        responseTopic: found.responseTopic,
        correlation: found.correlationData && found.correlationData.toString(),
        expirySeconds: found.messageExpiryInterval,
        user: { ...found.userProperties },
        subscriptionIds: ids === undefined ? [] : [].concat(ids),
    };
}

const commands = {
    connect(how) {
        const v5 = how.version === 5;
        const mine = mqtt.connect({
            ...stores,
            protocol: how.protocol,
            host: "127.0.0.1",
            hostname: "127.0.0.1",
            port: how.port,
            path: "/mqtt",
            ...(how.trusted && { ca: fs.readFileSync(how.trusted) }),
            clientId: how.clientId,
            username: how.user,
            password: how.password,
            protocolVersion: how.version,
            clean: how.expirySeconds === 0,
            keepalive: how.keepAliveSeconds,
            reconnectPeriod: 0,
            resubscribe: false,
            autoAssignTopicAlias: v5, // it takes none: it loses their topics in QoS 2
            properties: v5 ? { sessionExpiryInterval: how.expirySeconds } : undefined,
            will: how.will ? { topic: how.will, payload: "gone", qos: 1, retain: false } : undefined,
        });
        client = mine;
        let answered = false;
        mine.on("connect", (answer) => {
            answered = true;
            tell({ answer: answer.sessionPresent ? 1 : 0 });
        });
        mine.on("error", (error) => {
            if (!answered) {
                tell({ error: Number(error.code) || -1, text: error.message });
            }
        });
        mine.on("packetreceive", (packet) => {
            if (packet.cmd === "puback" || packet.cmd === "pubrec") {
                lastReason = packet.reasonCode ?? 0;
            }
        });
        mine.on("close", () => tell({ closed: true }));
        mine.on("disconnect", (packet) => tell({ goodbye: packet.reasonCode }));
        mine.on("message", (topic, payload, packet) =>
            tell({
                topic,
                qos: packet.qos,
                retain: packet.retain,
                text: payload.toString(),
                extras: extras(packet.properties),
            }),
        );
    },
    subscribe({ filter, qos, id }) {
        const options = { qos, ...(id && { properties: { subscriptionIdentifier: id } }) };
        client.subscribe(filter, options, (error, granted) =>
            tell(error ? { error: -1, text: error.message } : { answer: granted[0].qos }),
        );
    },
    unsubscribe({ filter }) {
        client.unsubscribe(filter, () => tell({ answer: 0 }));
    },
    publish({ topic, qos, retain, text, extras: more }) {
        const options = { qos, retain, ...(more && { properties: properties(more) }) };
        client.publish(topic, text, options, (error) =>
            tell({ answer: error ? (error.code ?? -1) : qos && lastReason }),
        );
    },
    disconnect() {
        client.end(false, {}, () => tell({ answer: 0 }));
    },
};

readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const command = JSON.parse(line);
    commands[command.do](command);
});
process.stdin.on("end", () => process.exit(0));
