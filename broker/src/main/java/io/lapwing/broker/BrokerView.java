// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker;

import io.lapwing.base.Subscription;
import io.lapwing.broker.admission.Ban;
import io.lapwing.broker.clients.ClientsView;
import io.lapwing.broker.drops.DropAnswer;
import io.lapwing.broker.refusals.RefusalAnswer;
import io.lapwing.broker.refusals.RefusalChanges;
import io.lapwing.broker.refusals.RefusalQuery;
import io.lapwing.broker.refusals.RefusalRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that other rooms may ask the running broker. Any thread but a worker may call it. */
public interface BrokerView {
    /** A door of the broker, such as tcp.default on 127.0.0.1:1883. */
    record ListenerView(String name, String address) {}

    RefusalAnswer refusals(RefusalQuery query);

    /** A row that is still kept; its count is of the last 15 minutes. */
    Optional<RefusalRow> refusal(long id);

    /** Calls back at most once a second, when rows changed; the callback must not block. */
    Subscription onRefusals(Consumer<RefusalChanges> listener);

    /** Whose messages were dropped, the latest first. */
    DropAnswer drops(int limit);

    /** The clients that have a session, and how clients left. */
    ClientsView clients();

    /** The listeners that are open. */
    List<ListenerView> listeners();

    /** All listeners; a stopped one has an empty address. */
    List<ListenerView> allListeners();

    /**
     * Opens a listener until the next start; without an address, one that was stopped.
     *
     * @param settings by their last words, such as max_connections
     * @return what is wrong; null when it is open
     */
    @Nullable String startListener(
            String name, @Nullable String address, Map<String, String> settings);

    /** Stops a listener; false when none of this name is open. */
    boolean stopListener(String name, boolean alsoClients);

    /** Stops a listener, ends its connections and forgets it; false when there is none. */
    boolean deleteListener(String name);

    /** What is known that may explain a row. */
    Evidence evidence(RefusalRow row);

    /** Bans in force, the newest first. */
    List<Ban> bans();

    /**
     * Refuses new connections of an address, client id or user from now on.
     *
     * @param duration null for a ban without an end
     * @throws IllegalArgumentException saying what is wrong with the value
     * @throws IllegalStateException when there are as many bans as allowed
     */
    Ban ban(Ban.Kind kind, String value, @Nullable Duration duration, String reason);

    /** Lifts a ban; false when it is not in force any more. */
    boolean unban(long id);

    /**
     * What would become of a CONNECT, by the checks that it would meet. May take as long as they.
     *
     * @throws IllegalArgumentException when there is no such listener or version
     */
    Explained explainConnect(Explained.Connecting who);

    /** Whether a client may publish to a topic, and which rule says so. */
    Explained explainPublish(String clientId, @Nullable String user, String topic);

    /** Whether a client may subscribe to a filter, and which rule says so. */
    Explained explainSubscribe(String clientId, @Nullable String user, String filter);
}
