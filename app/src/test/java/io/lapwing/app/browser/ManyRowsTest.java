// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A whole fleet is refused: the page holds the rows that are seen, and stays quick. */
@ExtendWith(OneBrowser.class)
class ManyRowsTest {
    private static final int CLIENTS = 10_000;
    private static final int CALLERS = 4;
    private static final int DRAWN_MAX = 120;
    private static final String ROWS = "#rows tr.row";

    /** Generous, for machines that do other work: what is smooth takes a tenth of it. */
    private static final double FRAME_MS_MAX = 150;

    private static Plant plant;

    @BeforeAll
    static void aFleetIsRefused() {
        plant = Plant.start();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < CALLERS; i++) {
                int first = i;
                callers.execute(() -> {
                    for (int client = first; client < CLIENTS; client += CALLERS) {
                        plant.device().connect(5, "truck-" + client, null, null);
                    }
                });
            }
        }
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @Test
    void onlyRowsNearWhatIsSeenAreInThePageAndAllCanBeReached(Browser browser) {
        browser.open(plant.page("/refusals?win=1h"));
        browser.until("rows", () -> browser.count(ROWS) > 10);
        assertThat(browser.count(ROWS)).isLessThan(DRAWN_MAX);

        browser.until(
                "the last row",
                () -> {
                    browser.run("scrollTo(0, document.documentElement.scrollHeight)");
                    return browser.has(ROWS + "[aria-rowindex='" + (CLIENTS + 1) + "']");
                });

        assertThat(browser.count(ROWS)).isLessThan(DRAWN_MAX);
        assertThat(browser.text("h2#h-who + span")).startsWith("10,000 refusals in 10,000 rows");
        assertThat(frameMillis(browser)).isLessThan(FRAME_MS_MAX);
        assertThat(browser.count(ROWS)).isLessThan(DRAWN_MAX);
    }

    @Test
    void aRowThatWasScrolledAwayKeepsTheFocusAndJGoesOnFromIt(Browser browser) {
        browser.open(plant.page("/refusals?win=1h&limit=10000"));
        browser.until("rows", () -> browser.count(ROWS) > 10);
        browser.press("jjj");
        String focused = browser.focused();
        browser.run("scrollTo(0, 100000)");
        browser.until("far below", () -> index(browser, ROWS) > 500);
        assertThat(browser.focused()).isEqualTo(focused);

        browser.press("j");

        browser.until("back", () -> (boolean) browser.run("return scrollY < 2000"));
        assertThat(index(browser, "tr.row:focus-within")).isEqualTo(5);
    }

    private static int index(Browser browser, String row) {
        Object index =
                browser.run(
                        "return [...document.querySelectorAll(arguments[0])].at(-1)"
                                + "?.getAttribute('aria-rowindex') ?? '0'",
                        row);
        return Integer.parseInt((String) index);
    }

    /** The time from one drawn frame to the next while the rows fly by, as half of them have it. */
    private static double frameMillis(Browser browser) {
        Object times =
                browser.runLong(
                        """
                        const done = arguments[arguments.length - 1];
                        const times = [];
                        let before = performance.now();
                        const frame = now => {
                          times.push(now - before);
                          before = now;
                          scrollBy(0, -900);
                          if (times.length < 40) {
                            requestAnimationFrame(frame);
                          } else {
                            done(times);
                          }
                        };
                        requestAnimationFrame(frame);
                        """);
        return ((List<?>) times)
                .stream()
                        .mapToDouble(each -> ((Number) each).doubleValue())
                        .sorted()
                        .skip(20)
                        .findFirst()
                        .orElseThrow();
    }
}
