// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Takes the pictures of the manual, from a plant that has worked for a while. Only when asked:
 * {@code -Dlapwing.pictures=FOLDER}, and {@code -Dlapwing.pictures.minutes} of work before it.
 */
@ExtendWith(OneBrowser.class)
@EnabledIfSystemProperty(named = "lapwing.pictures", matches = ".+")
class PicturesTest {
    private final Path folder = Path.of(System.getProperty("lapwing.pictures", ""));

    @Test
    void thePagesAreDrawnForTheManual(Browser browser) throws IOException {
        try (Plant plant = Plant.start()) {
            Traffic.start(plant);
            work(Duration.ofSeconds(60L * Integer.getInteger("lapwing.pictures.minutes", 1)));
            plant.reloadUsers();
            work(Duration.ofSeconds(12));
            plant.every(5, () -> plant.wrongPasswords(1));
            work(Duration.ofSeconds(75));
            browser.open(plant.page("/refusals")).until("#rows tr.row");
            String row = "[data-row]:has([href*='client=pump-7'])";
            String id =
                    (String)
                            browser.run(
                                    "return document.querySelector(arguments[0]).dataset.row", row);
            String alert = "/alerts/" + AlertLinks.first(browser);
            for (boolean dark : List.of(false, true)) {
                browser.dark(dark).sized(1440, 900);
                take(browser, plant, "/", "overview", dark);
                take(browser, plant, "/refusals?open=" + id, "refusals", dark);
                take(browser, plant, "/alerts", "alerts", dark);
                take(browser, plant, alert, "alert", dark);
                take(browser, plant, "/clients", "clients", dark);
                take(browser, plant, "/charts", "charts", dark);
                take(browser, plant, "/clients?id=pump-7", "client", dark);
            }
            browser.dark(false).sized(390, 844);
            take(browser, plant, "/refusals?open=" + id, "refusals-narrow", false);
            take(browser, plant, "/", "overview-narrow", false);
            take(browser, plant, alert, "alert-narrow", false);
            take(browser, plant, "/clients", "clients-narrow", false);
            take(browser, plant, "/clients?id=pump-7", "client-narrow", false);
        }
    }

    private static void work(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }

    private void take(Browser browser, Plant plant, String path, String name, boolean dark)
            throws IOException {
        browser.open(plant.page(path));
        browser.until("svg.plot, table, .feed li");
        if (path.contains("open=")) {
            browser.until(".why .ladder");
        }
        work(Duration.ofMillis(1500));
        byte[] picture = browser.picture();
        assertThat(picture).isNotEmpty();
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + (dark ? "-dark" : "") + ".png"), picture);
    }
}
