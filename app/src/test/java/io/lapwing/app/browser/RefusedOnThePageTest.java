// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** What Lapwing is for: a device with an old password, and the operator who sees it. */
@ExtendWith(OneBrowser.class)
class RefusedOnThePageTest {
    private static final int REFUSED = 6;
    private static final String ROWS = "#rows tr.row";
    private static final String BARS = "rect[data-part]";

    private static Plant plant;
    private static Duration untilWarning;
    private static Duration untilRow;
    private static Duration lateness;
    private static int barsThen;

    @BeforeAll
    static void sixWrongPasswordsWhileTheOperatorLooks(Browser browser) {
        plant = Plant.start();
        browser.open(plant.page("/refusals")).until(".empty");
        Traffic.welcome(plant.device(), "meter-11");
        Traffic.scan(plant.device().at("127.0.113.45"));

        plant.wrongPasswords(1);
        long refused = System.nanoTime();
        browser.until(ROWS + " [href='/refusals?client=pump-7']");
        untilRow = Duration.ofNanos(System.nanoTime() - refused);
        plant.wrongPasswords(REFUSED - 1);
        refused = System.nanoTime();
        browser.until("a.flag.warn");
        untilWarning = Duration.ofNanos(System.nanoTime() - refused);
        lateness = plant.lapwing().lateness();
        browser.until("all are drawn", () -> barsOf(browser, "wrong_password") == REFUSED);
        String second = browser.text(".live span");
        browser.until("a second more", () -> !browser.text(".live span").equals(second));
        barsThen = barsOf(browser, "wrong_password");
        // As devices do; and the warning stays for as long as the tests look at it.
        plant.every(5, () -> plant.wrongPasswords(1));
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @Test
    void theClientIsOnThePageWithinASecondAndTheWarningWithinTwo() {
        assertThat(untilRow).isLessThan(Duration.ofMillis(1500).plus(lateness));
        assertThat(untilWarning).isLessThan(Duration.ofSeconds(2).plus(lateness));
    }

    @Test
    void theBarsOfItsCauseHoldEveryRefusalOnce() {
        assertThat(barsThen).isEqualTo(REFUSED);
    }

    @Test
    void theWarningSaysSinceWhenOnEveryPage(Browser browser) {
        String since = "since \\d\\d:\\d\\d:\\d\\d, for (\\d+ min )?\\d+ s";

        browser.open(plant.page("/refusals"));
        assertThat(browser.text("a.flag.warn")).matches("WARNING " + since);
        browser.untilTitle("▲ \\d+ refused · Refusals · Lapwing");

        browser.open(plant.page("/"));
        assertThat(browser.text(".sentence b")).isEqualTo("Working, one thing to fix:");
        assertThat(browser.text(".sentence p")).contains("pump-7 is refused");
        assertThat(browser.text(".list.alerts .title"))
                .matches("\\d+ refused by CONNACK in the last minute, limit 5");
        assertThat(browser.text(".list.alerts .when")).startsWith("WARNING for ");
        assertThat(browser.text(".list.alerts p")).contains("wrong password from 127.0.0.1");

        browser.open(plant.page("/alerts")).until("[data-rule]");
        assertThat(browser.text("[data-rule]"))
                .contains("Refused connections", "WARNING", "refused 5");
        assertThat(browser.text(".nav .count.warn")).isEqualTo("1 raised");
    }

    @Test
    void theTableSaysWhoFromWhereAndHowOften(Browser browser) {
        browser.open(plant.page("/refusals")).until(ROWS);

        String row = browser.texts(ROWS).getFirst();

        assertThat(row)
                .contains("Wrong password CONNACK 0x86")
                .contains("pump-7 user pump-7")
                .contains("127.0.0.1 tcp.default, MQTT 5.0");
        assertThat(number(browser, ROWS + " .c-last1")).isGreaterThanOrEqualTo(REFUSED);
        assertThat(browser.texts("thead th"))
                .containsExactly(
                        "Cause",
                        "Client and user",
                        "From",
                        "Last minute ↓",
                        "15 min",
                        "First",
                        "Last");
    }

    @Test
    void successIsApartFromFailureInPlaceAndColour(Browser browser) {
        browser.open(plant.page("/refusals")).until(BARS).until(".accepted");

        assertThat(colour(browser, "rect.accepted")).isNotEqualTo(colour(browser, BARS));
        assertThat(
                        browser.run(
                                """
                                const top = Math.min(...[...document
                                .querySelectorAll('rect.accepted')]
                                    .map(r => r.getBoundingClientRect().top));
                                return [...document.querySelectorAll('rect[data-part]')]
                                    .every(r => r.getBoundingClientRect().bottom < top)\
                                """))
                .isEqualTo(true);
    }

    @Test
    void byReasonCodeTheChartHoldsTheCodesOfRefusalsOnly(Browser browser) {
        browser.open(plant.page("/refusals")).until(BARS);
        browser.run("[...document.querySelectorAll('.seg button')].at(-1).click()");
        browser.until("rect[data-part=bad_username_or_password]");

        assertThat(browser.address()).isEqualTo("/refusals?by=reason");
        assertThat(browser.has("rect[data-part=success]")).isFalse();
        assertThat(browser.has("rect.accepted")).isTrue();
        assertThat(browser.text(".chips")).startsWith("Bad user name or password");
        assertThat(barsOf(browser, "bad_username_or_password")).isGreaterThanOrEqualTo(REFUSED);
    }

    @Test
    void aChipFiltersAndItsLinkShowsTheSame(Browser browser) {
        browser.open(plant.page("/refusals")).until("[data-chip=not_mqtt]");
        int all = browser.count(ROWS);

        browser.click("[data-chip=not_mqtt]").until("one row", () -> browser.count(ROWS) == 1);

        assertThat(browser.address()).isEqualTo("/refusals?cause=not_mqtt");
        assertThat(browser.text(ROWS))
                .contains("Not MQTT closed without an answer", "no client id");
        assertThat(browser.has("rect[data-part=wrong_password]")).isFalse();
        List<String> rows = browser.texts(ROWS + " .c-cause");
        String link = browser.address();
        browser.open(plant.page("/")).open(plant.page(link)).until(ROWS);
        assertThat(browser.texts(ROWS + " .c-cause")).isEqualTo(rows);
        assertThat(browser.has("[data-chip=not_mqtt][aria-pressed=true]")).isTrue();

        browser.click("[data-chip=not_mqtt]").until("all rows", () -> browser.count(ROWS) == all);
        assertThat(browser.address()).isEqualTo("/refusals");
    }

    @Test
    void aBarsWholeColumnPicksItsRows(Browser browser) {
        browser.open(plant.page("/refusals")).until("rect[data-part=not_mqtt]");
        clickAbove(browser, "rect[data-part=not_mqtt]");
        browser.until("rect.picked");

        assertThat(browser.address())
                .matches("/refusals\\?from=[-0-9]+T[0-9:]+Z&to=[-0-9]+T[0-9:]+Z");
        browser.until("its rows", () -> browser.text(".sentence").contains("refused from"));
        assertThat(browser.texts("thead th")).contains("In window");
        clickAbove(browser, "rect.picked");
        browser.until("live again", () -> browser.address().equals("/refusals"));
    }

    /** Far above what is drawn, but in its column. */
    private static void clickAbove(Browser browser, String bar) {
        List<?> at =
                (List<?>)
                        browser.run(
                                """
                                const bar = document.querySelector(arguments[0]);
                                const box = bar.getBoundingClientRect();
                                const plot = bar.closest('svg').getBoundingClientRect();
                                return [box.left + box.width / 2, plot.top + 34]\
                                """,
                                bar);
        browser.clickAt(((Number) at.get(0)).doubleValue(), ((Number) at.get(1)).doubleValue());
    }

    @Test
    void draggingAcrossBarsZoomsAndEscapeReturns(Browser browser) {
        browser.open(plant.page("/refusals")).until(BARS);
        List<?> box =
                (List<?>)
                        browser.run(
                                """
                                const box = document.querySelector('rect.catch')
                                .getBoundingClientRect();
                                return [box.left, box.top, box.width]\
                                """);
        double left = ((Number) box.get(0)).doubleValue();
        double top = ((Number) box.get(1)).doubleValue() + 40;
        double width = ((Number) box.get(2)).doubleValue();

        browser.dragTo(left + width * 0.9, top, left + width * 0.995, top);
        browser.until("zoomed in", () -> browser.address().endsWith("&zoom=1"));

        assertThat(browser.text(".panel header .muted")).contains("each bar is 1 s");
        assertThat(browser.texts(".btn.primary")).contains("Back to live");
        browser.press(Keys.ESCAPE).until("live", () -> browser.address().equals("/refusals"));
    }

    @Test
    void theRowOpensToChecksRemedyAndWire(Browser browser) {
        browser.open(plant.page("/refusals")).click(ROWS + " .cause").until(".why .ladder");

        assertThat(browser.text(".ladder .no"))
                .contains("Password file: password of “pump-7” does not match")
                .contains("users, line 1");
        assertThat(browser.texts(".ladder li").getLast()).contains("0x86");
        assertThat(browser.texts(".why .cmd code")).contains("./lapwing passwd users pump-7");
        assertThat(browser.text(".why .facts")).contains("0x86", "wrong_password");
        assertThat(browser.text(".why .log"))
                .contains("can't authenticate client", "cause=wrong_password");
        assertThat(browser.address()).matches("/refusals\\?open=r\\d+");
        browser.open(plant.page(browser.address())).until(".why .ladder");
    }

    @Test
    void theRowsKeepTheirPlaceWhileOneIsRead(Browser browser) {
        browser.open(plant.page("/refusals")).click(ROWS + ":last-child .cause");
        browser.until(".why .ladder");
        List<String> before = browser.texts(ROWS + " .c-who");

        plant.device().connect(4, "new-one", "stranger", "x");
        browser.until(".waiting");

        assertThat(browser.texts(ROWS + " .c-who")).isEqualTo(before);
        assertThat(browser.text(".waiting")).matches("\\d new rows?");
        browser.click(".waiting").until("the row", () -> browser.text("#rows").contains("new-one"));
    }

    @Test
    void anAlertLeadsToItsChartAndItsWindow(Browser browser) {
        browser.open(plant.page("/")).click(".list.alerts .title").until(".limit");

        assertThat(browser.address()).startsWith("/alerts/");
        assertThat(browser.text("h1")).isEqualTo("Alerts/Refused connections");
        assertThat(browser.text(".sentence b"))
                .matches(
                        "\\d+ connections were refused by CONNACK in the last minute; the limit"
                                + " is 5\\.");
        assertThat(browser.text(".limit")).isEqualTo("limit 5");
        assertThat(browser.text(".newest")).matches("\\d+ now");
        assertThat(browser.has(".shade.warn rect")).isTrue();
        assertThat(browser.text(".who tr.row")).contains("Wrong password", "pump-7", "%");
        assertThat(browser.text("table.who")).as("it got no CONNACK").doesNotContain("Not MQTT");
        assertThat(browser.text("code.rule")).contains("sum -1m unaligned of !success,*");
        assertThat(browser.text(".feed li.key")).contains("▲ WARNING, at 6 refused");

        browser.click(".panel .right a[href^='/refusals?from=']").until(ROWS);
        assertThat(browser.address()).matches("/refusals\\?from=\\S+Z&to=\\S+Z");
        assertThat(browser.text("#rows")).contains("pump-7");
    }

    @Test
    void nothingIsAskedOfAnotherAddressAndNothingIsForbidden(Browser browser) {
        for (String path : List.of("/", "/refusals", "/alerts")) {
            browser.open(plant.page(path));
            List<?> asked =
                    (List<?>)
                            browser.run(
                                    "return performance.getEntriesByType('resource')"
                                            + ".map(e => e.name)");
            assertThat(asked)
                    .isNotEmpty()
                    .allSatisfy(address -> {
                        URI uri = URI.create((String) address);
                        assertThat(uri.getPort()).isEqualTo(plant.lapwing().httpPort());
                    });
        }
        assertThat(browser.complaints()).isEmpty();
    }

    private static int barsOf(Browser browser, String part) {
        Object sum =
                browser.run(
                        "return [...document.querySelectorAll(arguments[0])]"
                                + ".reduce((n, e) => n + Number(e.dataset.count), 0)",
                        "rect[data-part=" + part + "]");
        return ((Number) sum).intValue();
    }

    private static String colour(Browser browser, String selector) {
        return (String)
                browser.run(
                        "return getComputedStyle(document.querySelector(arguments[0])).fill",
                        selector);
    }

    private static int number(Browser browser, String selector) {
        return Integer.parseInt(browser.text(selector).replace(",", ""));
    }
}
