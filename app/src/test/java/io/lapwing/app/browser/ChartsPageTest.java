// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** "What else moved then?" */
@ExtendWith(OneBrowser.class)
class ChartsPageTest {
    private static final String PANELS = "[data-chart]";
    private static final String REFUSALS = "[data-chart='lapwing_local.refusals']";

    private static Plant plant;

    @BeforeAll
    static void start() {
        plant = Plant.start();
        plant.wrongPasswords(3);
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @Test
    void everyChartHasItsPanelAndOnlyThoseThatAreSeenAreAskedFor(Browser browser) {
        browser.sized(1440, 900).open(plant.page("/charts")).until(PANELS + " svg.lines path");

        int panels = browser.count(PANELS);
        assertThat(panels).isGreaterThan(50);
        assertThat(browser.count("svg.lines")).isLessThan(panels / 2);
        assertThat(browser.text(".sentence")).isEqualTo(panels + " charts of the last 15 min.");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theFindFieldFindsAChartByItsLines(Browser browser) {
        browser.open(plant.page("/charts?find=wrong_password"));
        browser.until(REFUSALS + " svg.lines path");

        assertThat(browser.count(PANELS)).isEqualTo(1);
        browser.press(Keys.ESCAPE).until("all", () -> browser.count(PANELS) > 50);
        assertThat(browser.address()).isEqualTo("/charts");
    }

    @Test
    void theCursorIsAtTheSameSecondOnEveryChart(Browser browser) {
        browser.open(plant.page("/charts?find=connack_sent")).until(PANELS + " svg.lines path");
        browser.run(
                """
                const plot = document.querySelector('svg.lines');
                const box = plot.getBoundingClientRect();
                plot.dispatchEvent(new PointerEvent('pointermove',
                    {bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + 40}));\
                """);
        browser.until("cursors", () -> browser.count("line.cursor") > 1);

        assertThat(browser.count("line.cursor")).isEqualTo(browser.count("svg.lines"));
        assertThat(browser.texts(".legend > .muted:first-child").stream().distinct()).hasSize(1);
    }

    @Test
    void draggingZoomsAllChartsAndEscapeGoesBack(Browser browser) {
        browser.open(plant.page("/charts?find=refusals")).until(REFUSALS + " svg.lines path");
        browser.run(
                """
                const plot = document.querySelector('svg.lines');
                const box = plot.getBoundingClientRect();
                const at = (type, part) => plot.dispatchEvent(new PointerEvent(type,
                    {bubbles: true, clientX: box.left + box.width * part, clientY: box.top + 40}));
                at('pointerdown', 0.5);
                at('pointermove', 0.7);
                at('pointerup', 0.7);\
                """);
        browser.until("zoomed", () -> browser.address().contains("&from="));

        assertThat(browser.text(".sentence")).contains("from ", " to ");
        browser.press(Keys.ESCAPE).until("live", () -> !browser.address().contains("from="));
    }

    @Test
    void aWindowIsComparedWithTheHourBeforeIt(Browser browser) {
        browser.open(plant.page("/charts?find=refusals&beside=1h&sort=changed"));
        browser.until(REFUSALS + " path.faint");

        assertThat(browser.text(".sentence"))
                .contains("changed most against the hour before first");
    }

    @Test
    void whatWasOutOfLineIsARibbonBelowTheLines(Browser browser) {
        browser.open(plant.page("/charts?find=refusals")).until(REFUSALS + " svg.lines path");
        assertThat(browser.count(".ribbon rect")).isZero();
        browser.run(
                """
                const before = window.fetch;
                window.fetch = async (url, options) => {
                  const answer = await before(url, options);
                  if (!String(url).includes('anomaly-bit')) {
                    return answer;
                  }
                  const data = await answer.json();
                  data.data.forEach(row => { row[1] = 100; });
                  return new Response(JSON.stringify(data), {headers: answer.headers});
                };\
                """);

        browser.until("the ribbon", () -> browser.count(".ribbon rect") > 0);
        browser.until("words", () -> browser.count(".legend em") > 0);
        assertThat(browser.text(".legend em")).isEqualTo("out of line");
    }
}
