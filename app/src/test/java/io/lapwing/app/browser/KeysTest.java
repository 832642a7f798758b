// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The whole page without a mouse. */
@ExtendWith(OneBrowser.class)
class KeysTest {
    private static final String ROWS = "#rows tr.row";

    private static Plant plant;

    @BeforeAll
    static void start() {
        plant = Plant.start();
        plant.wrongPasswords(3);
        plant.device().connect(4, "meter-4711", "meter", "m");
        Traffic.scan(plant.device());
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @BeforeEach
    void open(Browser browser) {
        browser.open(plant.page("/refusals"));
        browser.until("three rows", () -> browser.count(ROWS) == 3);
    }

    @Test
    void jAndKMoveEnterExplainsAndEscapeCloses(Browser browser) {
        browser.press("j");
        assertThat(rowInFocus(browser)).isZero();
        browser.press("jj");
        assertThat(rowInFocus(browser)).isEqualTo(2);
        browser.press("j");
        assertThat(rowInFocus(browser)).as("no further than the last").isEqualTo(2);
        browser.press("kk");
        assertThat(rowInFocus(browser)).isZero();

        browser.press(Keys.ENTER).until(".why .ladder");
        assertThat(browser.address()).contains("open=r");
        browser.press(Keys.ESCAPE).until("closed", () -> !browser.has(".why"));
        assertThat(browser.address()).isEqualTo("/refusals");
        assertThat(rowInFocus(browser)).as("where it was").isZero();
    }

    @Test
    void cFiltersByTheCauseOfTheRowAndEscapeTakesTheFilterAway(Browser browser) {
        browser.press("j").press("c").until("one row", () -> browser.count(ROWS) == 1);
        assertThat(browser.address()).isEqualTo("/refusals?cause=wrong_password");

        browser.press(Keys.ESCAPE).until("all rows", () -> browser.count(ROWS) == 3);
        assertThat(browser.address()).isEqualTo("/refusals");
    }

    @Test
    void slashFindsAndEscapeLeavesTheField(Browser browser) {
        browser.press("/").press("meter-47").until("found", () -> browser.count(ROWS) == 1);

        assertThat(browser.text(ROWS)).contains("meter-4711");
        assertThat(browser.address()).isEqualTo("/refusals?find=meter-47");
        browser.press(Keys.ESCAPE).press(Keys.ESCAPE);
        browser.until("all rows", () -> browser.count(ROWS) == 3);
    }

    @Test
    void bracketsMoveTheWindowAndLReturnsToNow(Browser browser) {
        browser.press("[").until("the past", () -> browser.address().contains("from="));
        browser.until("read", () -> browser.text(".sentence").startsWith("None refused from"));

        browser.press("l").until("now", () -> browser.address().equals("/refusals"));
        browser.press("[").until("the past", () -> browser.address().contains("from="));
        browser.press("]").until("now", () -> browser.address().equals("/refusals"));
    }

    @Test
    void gGoesToPages(Browser browser) {
        browser.press("ga").until("alerts", () -> browser.text("h1").equals("Alerts"));
        browser.press("go").until("overview", () -> browser.address().equals("/"));
        browser.press("gr").until("refusals", () -> browser.address().equals("/refusals"));
    }

    @Test
    void tSwitchesTheThemeAndTheChoiceIsKept(Browser browser) {
        String light = background(browser);
        browser.press("t");
        String dark = background(browser);
        assertThat(dark).isNotEqualTo(light);

        browser.open(plant.page("/refusals"));
        assertThat(background(browser)).isEqualTo(dark);
        browser.press("t");
        assertThat(background(browser)).isEqualTo(light);
        browser.run("localStorage.clear()");
    }

    @Test
    void theQuestionMarkShowsAllKeys(Browser browser) {
        browser.press("?").until("dialog[open]");
        assertThat(browser.text("dialog")).contains("next, previous row", "explain the row");

        browser.press(Keys.ESCAPE).until("closed", () -> !browser.has("dialog[open]"));
        assertThat(browser.count(ROWS)).as("and nothing else").isEqualTo(3);
    }

    @Test
    void arrowsWalkTheBarsAndEnterPicksOne(Browser browser) {
        browser.run("document.querySelector('.plot-box').focus()");
        browser.press(Keys.ARROW_LEFT).until(".tip");
        assertThat(browser.text(".plot-box [aria-live]")).matches("[\\d:]+ to [\\d:]+: .+");

        browser.press(Keys.ENTER).until("rect.picked");
        assertThat(browser.address()).contains("from=", "to=");
    }

    @Test
    void xCopiesTheRowAsText(Browser browser) {
        browser.press("j").press("x");

        browser.until("said", () -> browser.text("section [role=status]").equals("Copied as text"));
    }

    @Test
    void tabReachesEveryControlAndTheFocusIsSeen(Browser browser) {
        int controls =
                browser.count(
                        ".page a[href], .page button, .page input, .rail a[href], .skip,"
                                + " .page [tabindex='0']");
        int reached = 0;
        for (int i = 0; i < controls * 2; i++) {
            browser.press(Keys.TAB);
            if ((boolean) browser.run("return document.activeElement === document.body")) {
                break;
            }
            reached++;
            assertThat(
                            browser.run(
                                    """
                                    const at = document.activeElement;
                                    const seen = e => getComputedStyle(e).outlineStyle !== 'none'
                                        || getComputedStyle(e).boxShadow !== 'none';
                                    return seen(at) || seen(at.closest('.find') ?? at)\
                                    """))
                    .as(
                            (String)
                                    browser.run(
                                            "return document.activeElement.outerHTML"
                                                    + ".slice(0, 200)"))
                    .isEqualTo(true);
        }
        assertThat(reached).isGreaterThan(20);
    }

    private static int rowInFocus(Browser browser) {
        return ((Number)
                        browser.run(
                                """
                                return [...document.querySelectorAll('#rows tr.row')]
                                    .indexOf(document.activeElement.closest('tr'))\
                                """))
                .intValue();
    }

    private static String background(Browser browser) {
        return (String) browser.run("return getComputedStyle(document.documentElement).background");
    }
}
