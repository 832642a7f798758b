// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.session.SessionMetrics.Acked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one write to be on disk: messages for their receivers, answers for those who sent
 * them, and whatever else is to happen then. Its {@link Keeper} fills it, and uses it again.
 */
final class Round {
    /** Told how it ended: null when all of it is kept, else why not. */
    interface Ending extends Consumer<@Nullable String> {}

    /** What an answer waits for. */
    enum Waits {
        /** That those before it are sent. */
        TURN,
        /** That this very write is kept. */
        WRITE,
        /** Its turn only, to say that the message is not kept. */
        NOTHING
    }

    private static final int FIRST_ANSWERS = 16;
    private static final String NOT_TRIED = "the store does not work";

    long ticket;
    private Connection[] to = new Connection[FIRST_ANSWERS];
    private Acked[] kinds = new Acked[FIRST_ANSWERS];
    private int[] packetIds = new int[FIRST_ANSWERS];
    private int[] reasons = new int[FIRST_ANSWERS];
    private Waits[] waits = new Waits[FIRST_ANSWERS];
    private Session[] sessions = new Session[FIRST_ANSWERS];
    private int answers;
    private final @Nullable MailBatch[] mail;
    private final List<Ending> endings = new ArrayList<>();
    private long[] removed =
            new long[3 * FIRST_ANSWERS]; // triples: queue, message, 1 if it is shared
    private int removals;

    Round(int workers) {
        this.mail = new @Nullable MailBatch[workers];
    }

    boolean isEmpty() {
        return answers == 0 && endings.isEmpty();
    }

    /** An answer for the client of a session. */
    void answer(
            Connection client,
            Session session,
            Acked kind,
            int packetId,
            int reason,
            Waits waitsFor) {
        if (answers == to.length) {
            int length = answers * 2;
            to = Arrays.copyOf(to, length);
            kinds = Arrays.copyOf(kinds, length);
            packetIds = Arrays.copyOf(packetIds, length);
            reasons = Arrays.copyOf(reasons, length);
            waits = Arrays.copyOf(waits, length);
            sessions = Arrays.copyOf(sessions, length);
        }
        to[answers] = client;
        sessions[answers] = session;
        kinds[answers] = kind;
        packetIds[answers] = packetId;
        reasons[answers] = reason;
        waits[answers++] = waitsFor;
    }

    void then(Ending ending) {
        endings.add(ending);
    }

    /** The mail for one worker, which it gets when the messages are kept. */
    MailBatch mailFor(int worker, Worker sender) {
        MailBatch batch = mail[worker];
        if (batch == null) {
            batch = new MailBatch(sender);
            mail[worker] = batch;
        }
        return batch;
    }

    /** Takes the mail out; null when there is none for this worker. */
    @Nullable MailBatch takeMail(int worker) {
        MailBatch batch = mail[worker];
        mail[worker] = null;
        return batch;
    }

    /** Notes what the write removes, in case that fails. */
    void removes(long queue, long message, boolean shared) {
        if (removals * 3 == removed.length) {
            removed = Arrays.copyOf(removed, removed.length * 2);
        }
        removed[removals * 3] = queue;
        removed[removals * 3 + 1] = message;
        removed[removals++ * 3 + 2] = shared ? 1 : 0;
    }

    /** The removals, as triples: queue, message, 1 if it is shared. */
    long[] removed() {
        return Arrays.copyOf(removed, removals * 3);
    }

    /** Sends the answers, in their order; those that wait for a write that failed otherwise. */
    void answerAll(Keeper keeper, @Nullable String failure) {
        for (int i = 0; i < answers; i++) {
            String why =
                    switch (waits[i]) {
                        case TURN -> null;
                        case WRITE -> failure;
                        case NOTHING -> NOT_TRIED;
                    };
            keeper.answered(to[i], sessions[i], kinds[i], packetIds[i], reasons[i], why);
        }
        Arrays.fill(to, 0, answers, null);
        Arrays.fill(sessions, 0, answers, null);
        answers = 0;
    }

    /** Lets everything else happen that waited. */
    void end(@Nullable String failure) {
        for (Ending ending : List.copyOf(endings)) {
            ending.accept(failure);
        }
        endings.clear();
        removals = 0;
        Arrays.fill(mail, null);
    }
}
