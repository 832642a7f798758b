// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page that hears nothing more says so, and catches up when it does again. */
@ExtendWith(OneBrowser.class)
class StreamCutTest {
    private static final String ROWS = "#rows tr.row";
    private static final String LOST =
            "Not live since \\d\\d:\\d\\d:\\d\\d\\. The page shows what it knew then\\. Trying"
                    + " again .*";

    private final Plant plant = Plant.start();
    private final Forwarder network = new Forwarder(plant.lapwing().httpPort());

    @BeforeEach
    void aPageThatIsLive(Browser browser) {
        plant.wrongPasswords(1);
        browser.open(page("/refusals")).until("a row", () -> browser.count(ROWS) == 1);
        browser.until("live", () -> browser.text(".live").startsWith("Live"));
    }

    @AfterEach
    void stop() {
        network.close();
        plant.close();
    }

    @Test
    void silenceIsSaidAndWhatWasMissedIsThereAfterwards(Browser browser) {
        network.freeze();
        browser.until(".lostbar");
        assertThat(browser.text(".lostbar")).matches(LOST);
        assertThat(browser.text(".sentence")).contains("in the minute before");
        assertThat(Axe.findings(browser)).isEmpty();

        plant.wrongPasswords(7);
        plant.device().connect(4, "meter-4711", "meter", "m");
        network.thaw();

        browser.until("live", () -> !browser.has(".lostbar"));
        browser.until("the row", () -> browser.count(ROWS) == 2);
        browser.until("the alert", () -> browser.has("a.flag.warn"));
        browser.until("the bars of the gap", () -> bars(browser, "wrong_password") == 8);
        assertThat(browser.text(".sentence")).contains("in the last minute");
    }

    @Test
    void aBrokenNetworkIsSaidAndTheAlertThatEndedMeanwhileIsNotKept(Browser browser) {
        network.cut();
        browser.until(".lostbar");
        assertThat(browser.text(".lostbar")).matches(LOST);
        browser.until("counting", () -> browser.text(".lostbar").matches(".* in \\d s.*"));
        assertThat(browser.texts(".lostbar button")).containsExactly("Try now");

        network.mend();
        plant.device().connect(4, "meter-4711", "meter", "m");

        browser.until("live", () -> !browser.has(".lostbar"));
        browser.until("the row", () -> browser.count(ROWS) == 2);
    }

    private URI page(String path) {
        return URI.create("http://127.0.0.1:" + network.port() + path);
    }

    private static int bars(Browser browser, String part) {
        Object sum =
                browser.run(
                        "return [...document.querySelectorAll(arguments[0])]"
                                + ".reduce((n, e) => n + Number(e.dataset.count), 0)",
                        "rect[data-part=" + part + "]");
        return ((Number) sum).intValue();
    }
}
