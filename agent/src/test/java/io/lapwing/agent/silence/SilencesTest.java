// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lapwing.base.Event;
import io.lapwing.base.Events;
import io.lapwing.base.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SilencesTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long START_MS = 1_795_355_400_000L;

    @TempDir Path folder;

    private final ManualClock clock = new ManualClock(START_MS);
    private final Events events = new Events(clock);

    private Silences open() {
        return Silences.open(folder.resolve("silences"), clock, events);
    }

    private Silences.Wish wish(String alert, String reason) {
        long now = clock.epochMillis();
        return new Silences.Wish(new Matcher(alert, "", ""), reason, "ann", now, now + HOUR_MS, "");
    }

    @Test
    void silencesOutliveTheProgramAndEndByThemselves() {
        try (Silences silences = open()) {
            Silence first = silences.add(wish("a*", "tabs\tand\nlines \\ ok"));
            Silence second = silences.add(wish("b", "other"));
            assertThat(silences.list()).containsExactly(second, first);
        }
        try (Silences silences = open()) {
            assertThat(silences.list())
                    .extracting(Silence::id, Silence::reason)
                    .containsExactly(tuple(2L, "other"), tuple(1L, "tabs\tand\nlines \\ ok"));
            assertThat(silences.remove(1)).isTrue();
            assertThat(silences.remove(1)).isFalse();
            assertThat(silences.list()).extracting(Silence::id).containsExactly(2L);

            clock.advance(Duration.ofHours(1));
            assertThat(silences.list()).isEmpty();
            assertThat(silences.add(wish("c", "later")).id()).isEqualTo(3);
        }
        assertThat(events.newest(9)).extracting(Event::kind).containsOnly("silence");
    }

    @ParameterizedTest
    @ValueSource(strings = {"magic", "checksum", "field", "half"})
    void aDamagedFileIsPutAsideAndSaid(String damage) throws IOException {
        try (Silences silences = open()) {
            var unused = silences.add(wish("a", "why"));
        }
        Path file = folder.resolve("silences");
        String text = Files.readString(file);
        Files.writeString(
                file,
                switch (damage) {
                    case "magic" -> text.replace("lapwing-silences 1", "lapwing-silences 9");
                    case "checksum" -> text.replace("why", "whi");
                    case "field" -> text.replace("\tann", "");
                    default -> text.substring(0, text.length() / 2);
                });

        try (Silences silences = open()) {
            assertThat(silences.list()).isEmpty();
            assertThat(Files.exists(folder.resolve("silences.damaged"))).isTrue();
            assertThat(events.newest(1).getFirst().text()).contains("damaged");
            assertThat(silences.add(wish("a", "again")).id()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeKeptIsNotBegun() throws IOException {
        try (Silences silences = open()) {
            var unused = silences.add(wish("a", "why"));
            Files.delete(folder.resolve("silences"));
            Files.createDirectories(folder.resolve("silences/x"));

            assertThatThrownBy(() -> silences.add(wish("b", "why")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be kept");
            assertThat(silences.list()).hasSize(1);
        }
    }

    @Test
    void aWishThatMeansNothingIsRefused() {
        long now = clock.epochMillis();
        try (Silences silences = open()) {
            assertThatThrownBy(() -> new Matcher(" ", "", ""))
                    .hasMessageContaining("names alerts, charts or contexts");
            Matcher all = new Matcher("*", "", "");
            for (Silences.Wish wrong :
                    new Silences.Wish[] {
                        new Silences.Wish(all, "", "ann", now, now + 1, ""),
                        new Silences.Wish(all, "why", " ", now, now + 1, ""),
                        new Silences.Wish(all, "why", "ann", now, now, ""),
                        new Silences.Wish(all, "why", "ann", now, now + 400L * 24 * HOUR_MS, ""),
                        new Silences.Wish(all, "why", "ann", now, now + 1, "whenever"),
                    }) {
                assertThatThrownBy(() -> silences.add(wrong))
                        .as("%s", wrong)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void thereIsABound() {
        try (Silences silences = open()) {
            for (int i = 0; i < Silences.SILENCES_MAX; i++) {
                var unused = silences.add(wish("a" + i, "why"));
            }
            assertThatThrownBy(() -> silences.add(wish("one more", "why")))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
