// SPDX-License-Identifier: Apache-2.0
package io.lapwing.protocol;

/** A control packet as a value. PUBLISH and its acknowledgements pass by the views instead. */
public sealed interface Packet
        permits Connect,
                ConnAck,
                Publish,
                PubAck,
                PubRec,
                PubRel,
                PubComp,
                Subscribe,
                SubAck,
                Unsubscribe,
                UnsubAck,
                PingReq,
                PingResp,
                Disconnect,
                Auth {}
