// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A night without a refusal: good news, in words. */
@ExtendWith(OneBrowser.class)
class EmptyPageTest {
    private static Plant plant;

    @BeforeAll
    static void start() {
        plant = Plant.start();
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @Test
    void theOverviewSaysThatNothingIsToBeFixed(Browser browser) {
        browser.open(plant.page("/")).until("[data-vital]");

        assertThat(browser.text(".sentence b")).isEqualTo("Working, nothing to fix.");
        assertThat(browser.text(".nothing")).isEqualTo("Nothing. No alert is raised.");
        assertThat(browser.text(".feed")).contains("Lapwing", "started");
        assertThat(browser.count("[data-vital]")).isEqualTo(8);
        browser.untilTitle("Overview · Lapwing");
    }

    @Test
    void refusalsSayThatNoneWasRefused(Browser browser) {
        browser.open(plant.page("/refusals")).until("td.empty");

        assertThat(browser.text(".sentence b")).isEqualTo("None refused in the last minute.");
        assertThat(browser.text("td.empty"))
                .isEqualTo(
                        "None refused in the last 15 minutes. A refusal appears here within a"
                                + " second.");
        assertThat(browser.has(".chip")).isFalse();
    }

    @Test
    void aFilterThatMatchesNothingCanBeRemoved(Browser browser) {
        browser.open(plant.page("/refusals?client=nobody&cause=banned")).until("td.empty");
        assertThat(browser.text("td.empty")).startsWith("No refusal matches.");

        browser.click("td.empty button");
        browser.until("no filter", () -> browser.address().equals("/refusals"));
    }

    @Test
    void alertsAreAllClear(Browser browser) {
        browser.open(plant.page("/alerts")).until("[data-rule]");

        assertThat(browser.text(".sentence")).matches("Nothing is raised. \\d+ rules are clear.");
        assertThat(browser.text("[data-rule]")).contains("Refused connections", "CLEAR", "100 %");
        browser.click("[data-rule] a").until(".limit");
        assertThat(browser.text(".sentence b"))
                .isEqualTo(
                        "No connections were refused by CONNACK in the last minute; the limit"
                                + " is 5.");
        assertThat(browser.text(".side p")).isEqualTo("Nothing: it is clear.");
    }

    @Test
    void anAlertThatDoesNotExistIsSaidToBeMissing(Browser browser) {
        browser.openRaw(plant.page("/alerts/no.such")).until(".nothing b");

        assertThat(browser.text(".nothing")).startsWith("There is no such alert.");
        assertThat(browser.complaints()).allMatch(line -> line.contains("404"));
    }

    @Test
    void aPageThatDoesNotExistIsNotFound(Browser browser) {
        assertThat(plant.lapwing().get("/nonsense").statusCode()).isEqualTo(404);
    }
}
