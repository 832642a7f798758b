// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.system;

/** A client library in MQTT 5, with what that version adds. */
abstract class ForeignClient5 extends ForeignClient {
    /** Returns the reason code of the acknowledgement; 0 for QoS 0. */
    abstract int publish(String topic, int qos, String text, Extras extras) throws Exception;

    /** Returns the reason code that the SUBACK has for it. */
    abstract int subscribeFor(String filter, int qos) throws Exception;

    /** The reason code of the DISCONNECT that the server sent; waits for it. */
    abstract int goodbye() throws Exception;
}
