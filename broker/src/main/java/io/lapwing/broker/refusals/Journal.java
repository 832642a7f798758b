// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.refusals;

import io.lapwing.broker.refusals.RefusalAnswer.CauseCount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who was refused, folded into rows, with a ring of occurrences to count by. Bounded in rows, in
 * characters and in occurrences; the row that was not seen for longest makes room. Owned by the
 * thread of {@link Refusals}.
 */
final class Journal {
    static final int ROWS_MAX = 100_000;
    static final int OCCURRENCES_MAX = 262_144;

    /** Of all texts in the rows together, so that long client ids cannot fill the memory. */
    static final long CHARS_MAX = 32_000_000;

    private static final int INDEX_BITS = 17;

    /**
     * Blocks of rows are read in a scattered order: in the order of arrival each row would be more
     * recent than all before it, and be sorted in for nothing.
     */
    private static final int SCATTERED = 1 << INDEX_BITS;

    private static final int BLOCK = 64;

    private static final int SCATTER = 0x9E37_79B1;

    private record Key(
            Cause cause,
            @Nullable String client,
            @Nullable String user,
            String address,
            String target) {}

    /** By the row's index: how often within the time asked for, and within the last minute. */
    @SuppressWarnings("ArrayRecordComponent") // filled and read here, never compared
    private record Counts(int[] inWindow, int[] lastMinute) {}

    /** A matching row with its counts. */
    private record Match(int index, int lastMinute, int count, long lastMillis) {
        static final Comparator<Match> LEAST_FREQUENT_FIRST =
                Comparator.comparingInt(Match::lastMinute)
                        .thenComparingInt(Match::count)
                        .thenComparingLong(Match::lastMillis);
    }

    private final Map<Key, JournalRow> rows = new LinkedHashMap<>(1024, 0.75f, true);
    private final @Nullable JournalRow[] byIndex;
    private final Columns columns = new Columns();
    private final Deque<Integer> freeIndexes = new ArrayDeque<>();
    private final Occurrences occurrences;
    private final Consumer<JournalRow> onEvicted;
    private final int startSecond;
    private List<JournalRow> changed = new ArrayList<>();
    private int indexes;
    private long nextSerial = 1;
    private long chars;
    private long evicted;
    private long evictedLastMillis = Long.MIN_VALUE;

    Journal(long startMillis, Consumer<JournalRow> onEvicted) {
        this(startMillis, ROWS_MAX, OCCURRENCES_MAX, onEvicted);
    }

    Journal(long startMillis, int rowsMax, int occurrencesMax, Consumer<JournalRow> onEvicted) {
        startSecond = second(startMillis);
        byIndex = new @Nullable JournalRow[rowsMax];
        occurrences = new Occurrences(occurrencesMax);
        this.onEvicted = onEvicted;
    }

    JournalRow add(Refusal refusal) {
        Attempt attempt = refusal.attempt();
        Key key =
                new Key(
                        refusal.cause(),
                        attempt.clientId(),
                        attempt.userName(),
                        attempt.address(),
                        refusal.target());
        JournalRow row = rows.get(key);
        if (row == null) {
            row = newRow(refusal);
            rows.put(key, row);
        }
        row.seen(refusal);
        columns.seen(row);
        int charsNow = chars(refusal);
        chars += charsNow - row.chars;
        row.chars = charsNow;
        occurrences.add(row, second(refusal.atMillis()));
        if (!row.changed) {
            row.changed = true;
            changed.add(row);
        }
        while (chars > CHARS_MAX && rows.size() > 1) {
            evictOldest();
        }
        return row;
    }

    int size() {
        return rows.size();
    }

    long evicted() {
        return evicted;
    }

    RefusalAnswer answer(RefusalQuery query, long nowMillis, long dropped) {
        int from = Math.max(second(query.fromMillis()), reachesBackSecond());
        int to = Math.max(from, secondUp(query.toMillis()));
        Counts counted = count(from, to, nowMillis);
        RowFilter filter = new RowFilter(query, columns);
        long[] causes = new long[Cause.values().length];
        MostFrequent best = new MostFrequent(query.limit());
        long total = 0;
        int rowsTotal = 0;
        for (int i = 0; i < SCATTERED; i++) {
            int index = (i / BLOCK * SCATTER & SCATTERED / BLOCK - 1) * BLOCK + i % BLOCK;
            int count = index < indexes ? counted.inWindow[index] : 0;
            if (count > 0 && filter.matches(index, byIndex)) {
                total += count;
                rowsTotal++;
                causes[columns.causes[index]] += count;
                best.offer(index, counted.lastMinute[index], count);
            }
        }
        return new RefusalAnswer(
                nowMillis,
                from * 1000L,
                query.toMillis(),
                reachesBackSecond() * 1000L,
                total,
                rowsTotal,
                total - rowsTotal,
                dropped,
                evicted,
                causes(causes),
                best.rows());
    }

    /** Null when the row is not kept any more. */
    @Nullable RefusalRow row(long id, long fromMillis, long nowMillis) {
        int index = (int) (id & ((1 << INDEX_BITS) - 1));
        JournalRow row = index < byIndex.length ? byIndex[index] : null;
        if (row == null || row.id != id) {
            return null;
        }
        Counts counted = count(second(fromMillis), secondUp(nowMillis + 1), nowMillis);
        return shown(row, counted.lastMinute[index], counted.inWindow[index]);
    }

    /** Rows that changed since the last call. */
    RefusalChanges changes(long nowMillis) {
        int[] lastMinute = count(0, 0, nowMillis).lastMinute;
        MostFrequent best = new MostFrequent(RefusalChanges.ROWS_MAX);
        int kept = 0;
        for (JournalRow row : changed) {
            if (byIndex[row.index] == row) {
                kept++;
                best.offer(row.index, lastMinute[row.index], lastMinute[row.index]);
            }
        }
        forgetChanges();
        return new RefusalChanges(best.rows(), Math.max(0, kept - RefusalChanges.ROWS_MAX));
    }

    boolean hasChanges() {
        return !changed.isEmpty();
    }

    void forgetChanges() {
        changed.forEach(row -> row.changed = false);
        changed = new ArrayList<>();
    }

    private JournalRow newRow(Refusal refusal) {
        if (rows.size() == byIndex.length) {
            evictOldest();
        }
        int index = freeIndexes.isEmpty() ? indexes++ : freeIndexes.pop();
        long id = nextSerial++ << INDEX_BITS | index;
        JournalRow row = new JournalRow(id, index, occurrences.next(), refusal);
        byIndex[index] = row;
        if (index >= columns.length()) {
            columns.grow(Math.min(byIndex.length, Math.max(1024, index * 2)));
        }
        columns.born(row);
        return row;
    }

    private void evictOldest() {
        Iterator<JournalRow> oldestFirst = rows.values().iterator();
        JournalRow oldest = oldestFirst.next();
        oldestFirst.remove();
        byIndex[oldest.index] = null;
        columns.bornAt[oldest.index] = Long.MAX_VALUE;
        freeIndexes.push(oldest.index);
        chars -= oldest.chars;
        evicted++;
        evictedLastMillis = Math.max(evictedLastMillis, oldest.lastMillis);
        onEvicted.accept(oldest);
    }

    /** Counts are exact from here on: nothing was forgotten, and no row seen since was evicted. */
    private int reachesBackSecond() {
        int evictedUntil =
                evictedLastMillis == Long.MIN_VALUE
                        ? Integer.MIN_VALUE
                        : second(evictedLastMillis) + 1;
        return Math.max(startSecond, Math.max(occurrences.reachesBack(), evictedUntil));
    }

    private Counts count(int from, int to, long nowMillis) {
        Counts counts = new Counts(new int[indexes], new int[indexes]);
        occurrences.sum(
                new Occurrences.Window(from, to, second(nowMillis)),
                columns.bornAt,
                counts.inWindow,
                counts.lastMinute);
        return counts;
    }

    @SuppressWarnings("EnumOrdinal")
    private static List<CauseCount> causes(long[] counts) {
        return Arrays.stream(Cause.values())
                .map(cause -> new CauseCount(cause, counts[cause.ordinal()]))
                .filter(each -> each.count() > 0)
                .sorted(Comparator.comparingLong(CauseCount::count).reversed())
                .toList();
    }

    private static RefusalRow shown(JournalRow row, int lastMinute, int count) {
        return new RefusalRow(
                row.id,
                row.newest.answered(),
                lastMinute,
                count,
                row.ever,
                row.firstMillis,
                row.lastMillis,
                row.gapMillis());
    }

    private static int chars(Refusal refusal) {
        Attempt attempt = refusal.attempt();
        int chars = refusal.because().length() + attempt.address().length();
        chars += attempt.clientId() == null ? 0 : attempt.clientId().length();
        chars += attempt.userName() == null ? 0 : attempt.userName().length();
        chars += refusal.heard() == null ? 0 : refusal.heard().line().length();
        for (Check check : refusal.checks()) {
            chars += check.text().length();
            chars += check.detail() == null ? 0 : check.detail().length();
        }
        return chars;
    }

    private static int second(long millis) {
        return Math.clamp(Math.floorDiv(millis, 1000), 0, Integer.MAX_VALUE - 1);
    }

    private static int secondUp(long millis) {
        return second(Math.addExact(Math.min(millis, Long.MAX_VALUE - 1000), 999));
    }

    /** The best matches so far, the worst of them on top to be thrown out. */
    private final class MostFrequent {
        private final PriorityQueue<Match> best = new PriorityQueue<>(Match.LEAST_FREQUENT_FIRST);
        private final int max;

        MostFrequent(int max) {
            this.max = max;
        }

        void offer(int index, int lastMinute, int count) {
            Match worst = best.size() < max ? null : best.peek();
            long lastMillis = columns.lastMillis[index];
            if (max == 0 || (worst != null && !isAbove(worst, lastMinute, count, lastMillis))) {
                return;
            }
            if (worst != null) {
                best.poll();
            }
            best.add(new Match(index, lastMinute, count, lastMillis));
        }

        private static boolean isAbove(Match worst, int lastMinute, int count, long lastMillis) {
            if (lastMinute != worst.lastMinute) {
                return lastMinute > worst.lastMinute;
            }
            return count != worst.count ? count > worst.count : lastMillis > worst.lastMillis;
        }

        List<RefusalRow> rows() {
            List<RefusalRow> rows = new ArrayList<>(best.size());
            best.stream()
                    .sorted(Match.LEAST_FREQUENT_FIRST.reversed())
                    .forEach(match -> {
                        JournalRow row = byIndex[match.index];
                        if (row != null) {
                            rows.add(shown(row, match.lastMinute, match.count));
                        }
                    });
            return rows;
        }
    }
}
