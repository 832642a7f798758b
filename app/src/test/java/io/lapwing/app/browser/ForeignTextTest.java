// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients chose is data: it is shown, and it never acts. */
@ExtendWith(OneBrowser.class)
class ForeignTextTest {
    private static final String MARKUP = "<img src=x onerror=\"document.title='owned'\">";
    private static final String SCRIPT = "</script><script>window.owned = 1</script><!--";
    private static final String TURNED = "pump-7\u202e7-pmup \u2066 \u200b";
    private static final String NAMES = "javascript:alert(1)?client=a&cause=b#c%00";
    private static final String COMMAND = "x'; rm -rf / #`id`$(id)";
    private static final String TABLE = "constructor";
    private static final String WORDS = "nobody, all is well. 0 refused";
    private static final String LONG = "a".repeat(65_530);
    private static final List<String> ALL =
            List.of(MARKUP, SCRIPT, TURNED, NAMES, COMMAND, TABLE, WORDS, LONG);

    private static Plant plant;

    @BeforeAll
    static void start() {
        plant = Plant.start("max_client_id_size=65535");
        for (String name : ALL) {
            plant.device().connect(5, name, name, "x");
        }
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @Test
    void everyClientHasItsRowAndNothingOfItRuns(Browser browser) {
        browser.open(plant.page("/refusals"));
        browser.until("all rows", () -> browser.count("#rows tr.row") == ALL.size());

        assertThat(browser.count("#rows img, #rows script")).isZero();
        assertThat(browser.run("return window.owned")).isNull();
        browser.untilTitle("▲ 8 refused · Refusals · Lapwing");
        assertThat(browser.texts("#rows .c-who .only"))
                .contains(MARKUP, SCRIPT, NAMES, COMMAND, TABLE, WORDS);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void charactersThatActAreDrawn(Browser browser) {
        browser.open(plant.page("/refusals")).until("#rows tr.row");

        assertThat(browser.texts("#rows .ctl")).contains("\\u202e", "\\u2066", "\\u200b");
        assertThat((String) browser.run("return document.body.innerText"))
                .doesNotContain("\u202e", "\u2066", "\u200b");
        assertThat(browser.count("#rows .c-who bdi.foreign")).isGreaterThanOrEqualTo(ALL.size());
    }

    @Test
    void aNameOf64KilobytesIsCut(Browser browser) {
        browser.open(plant.page("/refusals")).until("#rows tr.row");

        assertThat(browser.texts("#rows .c-who .only")).contains("a".repeat(64) + "…");
        assertThat(tooWide(browser)).isFalse();
        browser.sized(390, 844);
        assertThat(tooWide(browser)).isFalse();
    }

    @Test
    void aRowOfEachOpensAndItsLinksStayOnThePage(Browser browser) {
        browser.open(plant.page("/refusals"));
        browser.until("all rows", () -> browser.count("#rows tr.row") == ALL.size());
        List<?> ids =
                (List<?>)
                        browser.run(
                                "return [...document.querySelectorAll('#rows tr.row')]"
                                        + ".map(r => r.dataset.row)");
        for (Object id : ids) {
            browser.open(plant.page("/refusals?open=" + id)).until(".why .ladder");
            assertThat(tooWide(browser)).as("%s", id).isFalse();
            assertThat(
                            browser.run(
                                    """
                                    return [...document.querySelectorAll('main a')]
                                        .every(a => a.origin === location.origin)\
                                    """))
                    .isEqualTo(true);
        }
        assertThat(browser.run("return window.owned")).isNull();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFilterOnAStrangeNameFindsItAgain(Browser browser) {
        for (String name : List.of(MARKUP, SCRIPT, TURNED, NAMES, COMMAND)) {
            browser.open(plant.page("/refusals"));
            browser.until("all rows", () -> browser.count("#rows tr.row") == ALL.size());
            browser.run(
                    """
                    [...document.querySelectorAll('#rows .c-who .only')]
                        .find(a => new URL(a.href).searchParams.get('client') === arguments[0])
                        .click()\
                    """,
                    name);
            browser.until("its row", () -> browser.count("#rows tr.row") == 1);
            String address = browser.text(".chip[aria-pressed=true]");
            assertThat(address).startsWith("client ");
        }
    }

    @Test
    void commandsToCopyQuoteTheName(Browser browser) {
        browser.open(plant.page("/refusals?find=rm%20-rf")).click("#rows .cause");
        browser.until(".why .cmd code");

        assertThat(browser.texts(".why .cmd code"))
                .filteredOn(command -> command.contains("rm -rf"))
                .allMatch(command -> command.contains("'x'\\''; rm -rf / #`id`$(id)'"));
    }

    private static boolean tooWide(Browser browser) {
        return (boolean) browser.run("return document.documentElement.scrollWidth > innerWidth");
    }
}
