// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For everyone: no page breaks a rule of WCAG 2.2 AA that a program can check. */
@ExtendWith(OneBrowser.class)
class AxeTest {
    private static Plant plant;
    private static List<String> pages;

    @BeforeAll
    static void start(Browser browser) {
        plant = Plant.start();
        plant.wrongPasswords(7);
        plant.device().connect(4, "meter-4711", "meter", "m");
        Traffic.scan(plant.device());
        browser.open(plant.page("/refusals"));
        browser.until("all rows", () -> browser.count("#rows tr.row") == 3);
        Object row = browser.run("return document.querySelector('#rows tr.row').dataset.row");
        String alert = "/alerts/" + AlertLinks.first(browser);
        pages =
                List.of(
                        "/",
                        "/refusals?open=" + row,
                        "/alerts",
                        alert,
                        "/clients",
                        "/clients?id=pump-7",
                        "/charts");
    }

    @AfterAll
    static void stop() {
        plant.close();
    }

    @ParameterizedTest
    @CsvSource({"false, 1440", "true, 1440", "false, 390", "true, 390"})
    void noPageHasFindings(boolean dark, int width, Browser browser) {
        browser.dark(dark).sized(width, 900);
        for (String path : pages) {
            browser.open(plant.page(path)).until("svg.plot, table, .feed li");
            if (path.contains("open=")) {
                browser.until(".why .ladder");
            }
            assertThat(Axe.findings(browser)).as("%s, dark %s", path, dark).isEmpty();
        }
    }
}
