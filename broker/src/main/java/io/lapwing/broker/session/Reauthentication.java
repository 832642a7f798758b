// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.admission.Conversation.Reply;
import io.lapwing.broker.admission.Credentials;
import io.lapwing.broker.admission.Exchange;
import io.lapwing.broker.refusals.Cause;
import io.lapwing.broker.session.SessionMetrics.Acked;
import io.lapwing.protocol.Auth;
import io.lapwing.protocol.Properties;
import io.lapwing.protocol.Property;
import io.lapwing.protocol.ReasonCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that is in already proves once more who it is (5.0 §4.12.1), while all else goes on. On
 * the worker of its connection, and gone when it has succeeded.
 */
final class Reauthentication {
    private static final Logger LOG = LoggerFactory.getLogger(Reauthentication.class);

    private final Connection client;
    private final String method;
    private @Nullable Exchange exchange;
    private boolean clientsTurn;
    private int round;

    private Reauthentication(Connection client, String method) {
        this.client = client;
        this.method = method;
    }

    /** An AUTH of a client that is in: it begins an exchange or goes on with one. */
    static void onAuth(Connection from, Auth auth) {
        from.count(
                from.counters().acked(Acked.AUTH_RECEIVED, from.version(), auth.reason().code()));
        String method = from.terms().authenticationMethod();
        Reauthentication running = from.reauthentication;
        byte[] data = auth.properties().binary(Property.AUTHENTICATION_DATA);
        if (method == null) {
            refuse(from, "AUTH without an authentication method in CONNECT (5.0 §4.12)");
        } else if (!method.equals(auth.properties().text(Property.AUTHENTICATION_METHOD))) {
            refuse(from, "AUTH with another method than CONNECT (5.0 §4.12.1)");
        } else if (running == null && auth.reason() == ReasonCode.REAUTHENTICATE) {
            Reauthentication fresh = new Reauthentication(from, method);
            from.reauthentication = fresh;
            fresh.begin(data);
        } else if (running != null && running.awaits(auth)) {
            running.hear(data);
        } else {
            refuse(from, "AUTH " + auth.reason().label() + " out of turn (5.0 §4.12)");
        }
    }

    private static void refuse(Connection from, String because) {
        from.disconnect(ReasonCode.PROTOCOL_ERROR, because);
    }

    /** An AUTH of the server's, in an exchange at CONNECT or later. */
    static void send(Connection to, ReasonCode reason, String method, byte[] data) {
        Properties.Builder said = Properties.builder().text(Property.AUTHENTICATION_METHOD, method);
        if (data.length > 0) {
            said.binary(Property.AUTHENTICATION_DATA, data);
        }
        to.output.send(new Auth(reason, said.build()));
        to.count(to.counters().acked(Acked.AUTH_SENT, to.version(), reason.code()));
    }

    private boolean awaits(Auth auth) {
        return clientsTurn && auth.reason() == ReasonCode.CONTINUE_AUTHENTICATION;
    }

    private void begin(byte @Nullable [] data) {
        Worker worker = client.worker();
        Credentials who =
                client.handshake.credentials(client.clientId(), client.terms().userName());
        exchange =
                worker.shared()
                        .admission
                        .converse(
                                method,
                                who,
                                reply -> worker.tell(() -> client.goOn(() -> onReply(reply))));
        if (exchange == null) {
            fail(Cause.BAD_AUTHENTICATION_METHOD, "the method is no longer offered");
        } else {
            hear(data);
        }
    }

    private void hear(byte @Nullable [] data) {
        clientsTurn = false;
        round++;
        if (exchange != null) {
            exchange.hear(data);
        }
    }

    private void onReply(Reply reply) {
        if (client.reauthentication != this || !client.isConnected()) {
            return; // it has gone meanwhile
        }
        switch (reply) {
            case Reply.More(byte[] data) -> {
                send(client, ReasonCode.CONTINUE_AUTHENTICATION, method, data);
                clientsTurn = true;
                int asked = round;
                int seconds = client.worker().shared().limits.connectTimeoutSeconds();
                client.worker().later(seconds + 1, () -> client.goOn(() -> giveUp(asked)));
            }
            case Reply.Granted(String user, byte[] data, String detail) -> {
                if (Objects.equals(user, client.terms().userName())) {
                    client.reauthentication = null;
                    send(client, ReasonCode.SUCCESS, method, data);
                    LOG.debug("client {} authenticated anew", client.name());
                } else {
                    fail(Cause.AUTHENTICATION_FAILED, "it proved to be another user than before");
                }
            }
            case Reply.Denied(Cause cause, String because, String detail) ->
                    fail(cause, detail == null ? because : because + " (" + detail + ")");
            case Reply.Unavailable(String because) -> fail(Cause.AUTH_BACKEND_UNAVAILABLE, because);
        }
    }

    private void giveUp(int asked) {
        if (client.reauthentication == this && clientsTurn && round == asked) {
            fail(Cause.AUTHENTICATION_FAILED, "the client did not go on with the exchange");
        }
    }

    /** Not the client's fault: it may try again elsewhere or later. */
    private static ReasonCode told(Cause cause) {
        return switch (cause) {
            case SERVER_BUSY, AUTH_BACKEND_UNAVAILABLE, AUTH_BACKEND_TIMEOUT ->
                    ReasonCode.SERVER_BUSY;
            default -> ReasonCode.NOT_AUTHORIZED;
        };
    }

    private void fail(Cause cause, String because) {
        client.reauthentication = null;
        String id = client.clientId();
        String sentence = "authenticating anew: " + because;
        client.disconnect(told(cause), sentence);
        client.handshake.onReauthenticationFailed(id, cause, sentence, told(cause));
    }
}
