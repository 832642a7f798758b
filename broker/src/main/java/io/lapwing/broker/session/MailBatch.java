// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.session;

import io.lapwing.broker.topics.SharedGroup;
import io.lapwing.broker.topics.Subscription;
import io.lapwing.protocol.MqttVersion;
import io.lapwing.protocol.PublishView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages one worker has for another at the end of a turn: each packet's bytes once, with its
 * targets. It is filled by one worker, posted, and read by the other.
 */
final class MailBatch {
    private static final Subscription[] NOBODY = {};

    private byte[] bytes = new byte[4_096];
    private int used;
    private int[] ends = new int[16];
    private MqttVersion[] versions = new MqttVersion[16];
    private Subscription[][] targets = new Subscription[16][];
    private @Nullable Session[] senders = new @Nullable Session[16];
    private @Nullable SharedGroup @Nullable [] groups; // beside messages for no session
    private long @Nullable [] kept; // numbers of messages on disk; negative where shared
    private int count;
    private final Worker sender;
    private @Nullable List<MailWindow> receipts;

    MailBatch(Worker sender) {
        this.sender = sender;
    }

    int bytesUsed() {
        return used;
    }

    /** Adds a message for the queue of a shared group whose home the other worker is. */
    void add(PublishView message, SharedGroup group) {
        add(message, NOBODY, null);
        if (groups == null) {
            groups = new @Nullable SharedGroup[ends.length];
        }
        groups[count - 1] = group;
    }

    void add(PublishView message, Subscription[] to, @Nullable Session from) {
        if (count == ends.length) {
            makeRoom();
        }
        int needed = used + message.length();
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(message.buffer(), message.offset(), bytes, used, message.length());
        used = needed;
        ends[count] = used;
        versions[count] = message.version();
        targets[count] = to;
        senders[count++] = from;
    }

    /** Adds a message that is on disk when this is posted, under its number. */
    void addKept(
            PublishView message,
            Subscription[] to,
            @Nullable Session from,
            long number,
            boolean shared) {
        add(message, to, from);
        if (kept == null) {
            kept = new long[ends.length];
        } else if (kept.length < count) {
            kept = Arrays.copyOf(kept, ends.length);
        }
        kept[count - 1] = shared ? -number : number;
    }

    private void makeRoom() {
        ends = Arrays.copyOf(ends, count * 2);
        versions = Arrays.copyOf(versions, count * 2);
        targets = Arrays.copyOf(targets, count * 2);
        senders = Arrays.copyOf(senders, count * 2);
        if (groups != null) {
            groups = Arrays.copyOf(groups, count * 2);
        }
    }

    /** The publisher is told when this batch is delivered. */
    void askReceipt(MailWindow publisher) {
        if (receipts == null) {
            receipts = new ArrayList<>();
        }
        receipts.add(publisher);
    }

    /**
     * Delivers every message to its targets, all of which the worker owns. A fault of ours costs
     * the message it happens on; those behind it belong to others.
     */
    void deliver(Worker worker, PublishView view) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            try {
                view.read(bytes, start, ends[i] - start, versions[i]);
                deliver(worker, view, i);
            } catch (RuntimeException bug) {
                worker.bug("a message of another worker: it was dropped", bug);
            }
            start = ends[i];
        }
        List<MailWindow> told = receipts;
        if (told != null) {
            sender.tell(() -> told.forEach(MailWindow::delivered));
        }
    }

    private void deliver(Worker worker, PublishView view, int i) {
        SharedGroup group = groups == null ? null : groups[i];
        if (kept != null) {
            worker.keeper.noticed(sender.index, Math.abs(kept[i]));
            worker.deliverKept(view, targets[i], senders[i], kept[i]);
        } else if (group == null) {
            worker.deliver(view, targets[i], senders[i]);
        } else {
            worker.sharing.keep(view, group);
        }
    }
}
