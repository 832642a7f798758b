// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Clock;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import io.lapwing.base.Metrics;
import io.lapwing.base.Series;
import io.lapwing.broker.refusals.SafeText;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of an access file. Workers ask; one thread looks whether the file changed. What no rule
 * allows is denied.
 */
final class AclFile implements Authorizer {
    private static final Logger LOG = LoggerFactory.getLogger(AclFile.class);

    /** A reading of the file, and how many there were. */
    private record InForce(AclRules rules, int version) {}

    private final WatchedFile file;
    private final Clock clock;
    private final Metrics metrics;
    private final Events events;
    private final Series reloads;
    private final Latest<InForce> inForce = new Latest<>(new InForce(AclRules.EMPTY, 0));
    private final Latest<@Nullable FileChange> lastReload = new Latest<>(null);

    private AclFile(Path path, Clock clock, Metrics metrics, Events events) {
        this.file = new WatchedFile(path);
        this.clock = clock;
        this.metrics = metrics;
        this.events = events;
        this.reloads = metrics.series(AdmissionMetrics.FILE_RELOADS);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming option and file when it cannot be read
     */
    static AclFile start(Path path, Clock clock, Metrics metrics, Events events) {
        AclFile acl = new AclFile(path, clock, metrics, events);
        try {
            AclRules first = AclRules.parse(acl.file.read());
            BadLines.warn(LOG, events, acl.file, first.badLines());
            if (first.isUnreadable()) {
                BadLine bad = first.badLines().getFirst();
                String why = "line " + bad.number() + ": " + bad.problem();
                throw cannotStart(path, "no line of it can be read; " + why);
            }
            acl.inForce.set(new InForce(first, 1));
            return acl;
        } catch (IOException e) {
            throw cannotStart(path, WatchedFile.why(e));
        }
    }

    @Override
    public boolean allowsEverything() {
        return false;
    }

    @Override
    public int version() {
        return inForce.value().version;
    }

    @Override
    public Decision publish(Client client, String topic) {
        RuleSearch search = new RuleSearch(inForce.value().rules.tree(), client, topic);
        int denied = search.deniesPublish();
        int allowed = denied != 0 ? 0 : search.allowsPublish();
        return decision(client, allowed, denied, "publish to ", topic);
    }

    /**
     * Allowed when one rule lets the client read every topic of the filter. A filter that touches a
     * denied topic is denied as a whole: messages are not looked at one by one later.
     */
    @Override
    public Decision subscribe(Client client, String filter) {
        RuleSearch search = new RuleSearch(inForce.value().rules.tree(), client, filter);
        int denied = search.deniesSubscribe();
        int allowed = denied != 0 ? 0 : search.allowsSubscribe();
        return decision(client, allowed, denied, "subscribe to ", filter);
    }

    /** Looks whether the file changed, and reads it if so. */
    void look() {
        switch (file.look()) {
            case WatchedFile.Found.Nothing() -> {}
            case WatchedFile.Found.Unreadable(String why) -> stays(why);
            case WatchedFile.Found.Content(String text) -> onContent(AclRules.parse(text));
        }
    }

    int badLines() {
        return inForce.value().rules.badLines().size();
    }

    @Nullable FileChange lastReload() {
        return lastReload.value();
    }

    private Decision decision(Client client, int allowed, int denied, String verb, String topic) {
        if (allowed != 0) {
            return Decision.allowed("a rule allows it", line(allowed));
        }
        String user = client.userName();
        String who = user == null ? "a client without a user name" : SafeText.quoted(user);
        String what = verb + SafeText.quoted(topic);
        return denied != 0
                ? Decision.denied("a rule denies " + who + " to " + what, line(denied))
                : Decision.undecided("no rule allows " + who + " to " + what, file.name());
    }

    private String line(int number) {
        return file.name() + ", line " + number;
    }

    private void onContent(AclRules next) {
        BadLines.warn(LOG, events, file, next.badLines());
        if (next.isUnreadable()) {
            stays("no line of it can be read");
            return;
        }
        inForce.change(before -> new InForce(next, before.version + 1));
        String path = file.path().toString();
        lastReload.set(new FileChange(path, clock.epochMillis(), FileChange.Kind.RELOADED, null));
        metrics.shared().increment(reloads);
        LOG.info("{} reloaded", file.name());
        events.keyEvent("reload", file.name() + " reloaded");
    }

    private void stays(String why) {
        LOG.warn("{} was not reloaded: {}; what was read before stays in force", file.path(), why);
        events.keyEvent("reload", file.name() + " was not reloaded: " + why);
    }

    private static IllegalArgumentException cannotStart(Path path, String why) {
        return new IllegalArgumentException(
                AdmissionOptions.ACL_FILE.name() + " = " + path + ": " + why);
    }
}
