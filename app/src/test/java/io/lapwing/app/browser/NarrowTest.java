// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the smallest phone to the widest screen nothing moves sideways, and fingers hit. */
@ExtendWith(OneBrowser.class)
class NarrowTest {
    private static Plant plant;
    private static String alert;
    private static String row;

    @BeforeAll
    static void start(Browser browser) {
        plant = Plant.start();
        plant.wrongPasswords(7);
        plant.device().connect(4, "meter-4711-in-the-cellar-of-the-old-wing", "meter", "m");
        Traffic.scan(plant.device());
        browser.open(plant.page("/refusals")).until("#rows tr.row");
        alert = "/alerts/" + AlertLinks.first(browser);
        row =
                "/refusals?open="
                        + browser.run("return document.querySelector('#rows tr.row').dataset.row");
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390, 720, 1024, 1440, 2560})
    void thePageNeverScrollsSideways(int width, Browser browser) {
        browser.sized(width, 844);
        for (String path : List.of("/", row, "/alerts", alert)) {
            browser.open(plant.page(path)).until("svg.plot, table");
            if (path.equals(row)) {
                browser.until(".why .ladder");
            }
            assertThat(
                            browser.run(
                                    """
                                    const wide = [...document
                                    .querySelectorAll('main *, header *, nav *')]
                                        .filter(e => e.getBoundingClientRect().right
                                        > innerWidth + 1)
                                        .filter(e => !e.closest('.chips, .cmd, svg'))
                                        .map(e => e.outerHTML.slice(0, 120));
                                    return document.documentElement.scrollWidth > innerWidth
                                    ? 'scrolls' + wide
                                        : wide.join('\\n')\
                                    """))
                    .as(path)
                    .isEqualTo("");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 390})
    void whatAFingerMayTouchIsLargeEnough(int width, Browser browser) {
        browser.sized(width, 844);
        for (String path : List.of("/", row, "/alerts", alert)) {
            browser.open(plant.page(path)).until("svg.plot, table");
            assertThat(
                            browser.run(
                                    """
                                    const small = (e, px) => {
                                      const box = e.getBoundingClientRect();
                                      return box.height > 0 && (box.height < px || box.width < px);
                                    };
                                    const all = s => [...document.querySelectorAll(s)];
                                    return [...all(
                                    'main .btn, main .chip, .seg button, .bar button')
                                          .filter(e => small(e, 36)),
                                        ...all('.tabs > a, .tabs summary')
                                            .filter(e => small(e, 44))]
                                        .map(e => e.outerHTML.slice(0, 100)).join('\\n')\
                                    """))
                    .as(path)
                    .isEqualTo("");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390})
    void aPhoneHasTabsBelowAndRowsOfThreeLines(int width, Browser browser) {
        browser.sized(width, 844).open(plant.page("/refusals")).until("#rows tr.row");

        assertThat(browser.texts(".tabs > a, .tabs summary"))
                .containsExactly("Overview", "Refusals", "Alerts , some raised", "More");
        assertThat(browser.run("return document.querySelector('.rail').offsetParent")).isNull();
        assertThat(browser.run("return document.querySelector('thead').offsetHeight"))
                .isEqualTo(0L);
        assertThat(browser.text("#rows tr.row")).contains("pump-7", "127.0.0.1");
        browser.click(".tabs a[href='/alerts']").until("[data-rule]");
    }
}
