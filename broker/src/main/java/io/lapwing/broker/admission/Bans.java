// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.admission;

import io.lapwing.base.Clock;
import io.lapwing.base.Events;
import io.lapwing.base.Latest;
import io.lapwing.broker.refusals.SafeText;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is banned, in memory. Any thread asks; a change replaces the whole. */
public final class Bans {
    /** More are refused. */
    public static final int BANS_MAX = 10_000;

    private static final int VALUE_MAX = 65_535;
    private static final int REASON_MAX = 200;

    private record Target(Ban.Kind kind, String value) {}

    private record Snapshot(Map<Target, Ban> byTarget, long lastId) {}

    private final Clock clock;
    private final Events events;
    private final int bansMax;
    private final Latest<Snapshot> bans = new Latest<>(new Snapshot(Map.of(), 0));

    Bans(Clock clock, Events events) {
        this(clock, events, BANS_MAX);
    }

    Bans(Clock clock, Events events, int bansMax) {
        this.clock = clock;
        this.events = events;
        this.bansMax = bansMax;
    }

    /** Bans in force, the newest first. */
    public List<Ban> inForce() {
        long now = clock.epochMillis();
        return bans.value().byTarget.values().stream()
                .filter(ban -> ban.untilMillis() > now)
                .sorted(Comparator.comparingLong(Ban::id).reversed())
                .toList();
    }

    /**
     * Bans from now on. A ban of the same one before is replaced.
     *
     * @param duration null for a ban without an end
     * @throws IllegalArgumentException saying what is wrong with the value
     * @throws IllegalStateException when there are {@link #BANS_MAX} already
     */
    public Ban ban(Ban.Kind kind, String value, @Nullable Duration duration, String reason) {
        Target target = new Target(kind, checked(kind, value));
        long now = clock.epochMillis();
        long until = duration == null ? Ban.NO_END : until(now, duration);
        String why = reason.substring(0, Math.min(REASON_MAX, reason.length()));
        Snapshot next =
                bans.change(before -> {
                    Map<Target, Ban> all = inForce(before, now);
                    long id = before.lastId + 1;
                    all.put(target, new Ban(id, kind, target.value, now, until, why));
                    if (all.size() > bansMax) {
                        throw new IllegalStateException("there are " + bansMax + " bans already");
                    }
                    return new Snapshot(all, id);
                });
        Ban ban = next.byTarget.get(target);
        if (ban == null) {
            throw new IllegalStateException("the ban was lost");
        }
        events.keyEvent("ban", told(ban) + " banned " + end(ban));
        return ban;
    }

    /** Lifts a ban; false when it is not in force any more. */
    public boolean unban(long id) {
        long now = clock.epochMillis();
        Ban lifted = inForce().stream().filter(each -> each.id() == id).findFirst().orElse(null);
        if (lifted == null) {
            return false;
        }
        bans.change(before -> {
            Map<Target, Ban> all = inForce(before, now);
            all.values().removeIf(each -> each.id() == id);
            return new Snapshot(all, before.lastId);
        });
        events.keyEvent("ban", told(lifted) + " no longer banned");
        return true;
    }

    /** The ban that keeps this client out; null if none does. */
    @Nullable Ban of(String address, String clientId, @Nullable String userName) {
        Map<Target, Ban> all = bans.value().byTarget;
        if (all.isEmpty()) {
            return null;
        }
        long now = clock.epochMillis();
        Ban ban = inForce(all.get(new Target(Ban.Kind.ADDRESS, address)), now);
        if (ban == null) {
            ban = inForce(all.get(new Target(Ban.Kind.CLIENT, clientId)), now);
        }
        return ban != null || userName == null
                ? ban
                : inForce(all.get(new Target(Ban.Kind.USER, userName)), now);
    }

    /** Tells which bans ended by themselves, and forgets them. */
    void tick() {
        long now = clock.epochMillis();
        List<Ban> ended =
                bans.value().byTarget.values().stream()
                        .filter(ban -> ban.untilMillis() <= now)
                        .toList();
        if (!ended.isEmpty()) {
            bans.change(before -> new Snapshot(inForce(before, now), before.lastId));
            ended.forEach(ban -> events.happened("ban", told(ban) + " no longer banned"));
        }
    }

    int size() {
        return bans.value().byTarget.size();
    }

    /** Until when, as it stands behind "banned". */
    static String end(Ban ban) {
        return ban.untilMillis() == Ban.NO_END
                ? "without an end"
                : "until "
                        + Instant.ofEpochMilli(ban.untilMillis()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whom, as it stands at the start of a sentence. */
    static String told(Ban ban) {
        return ban.kind() == Ban.Kind.ADDRESS
                ? ban.kind().word() + " " + ban.value()
                : ban.kind().word() + " " + SafeText.quoted(ban.value());
    }

    private static Map<Target, Ban> inForce(Snapshot snapshot, long now) {
        Map<Target, Ban> all = new HashMap<>(snapshot.byTarget);
        all.values().removeIf(ban -> ban.untilMillis() <= now);
        return all;
    }

    private static @Nullable Ban inForce(@Nullable Ban ban, long now) {
        return ban == null || ban.untilMillis() <= now ? null : ban;
    }

    private static long until(long now, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("a ban's time must be above 0");
        }
        return duration.compareTo(Duration.ofDays(36_500)) > 0
                ? Ban.NO_END
                : now + duration.toMillis();
    }

    /** As connections show it: an address in the one way that Java writes it. */
    private static String checked(Ban.Kind kind, String value) {
        if (value.isEmpty() || value.length() > VALUE_MAX) {
            throw new IllegalArgumentException(
                    "must have 1 to " + VALUE_MAX + " characters to be banned");
        }
        return switch (kind) {
            case ADDRESS -> address(value);
            case CLIENT, USER -> value;
        };
    }

    /** Java reads 10.1 as 10.0.0.1, which nobody means. */
    private static String address(String value) {
        try {
            InetAddress address = InetAddress.ofLiteral(value);
            if (address instanceof Inet6Address || address.getHostAddress().equals(value)) {
                return address.getHostAddress();
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "must be an address as 10.0.0.7 or 2001:db8::7 to be banned");
    }
}
