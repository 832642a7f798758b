// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, with a profile of its own. One thread uses it. */
final class Browser implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(25);

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    static Browser start() {
        needs(BINARY, "chromium");
        needs(DRIVER, "chromium-driver");
        try {
            Path profile = Files.createTempDirectory("lapwing-chromium");
            var service =
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(DRIVER.toFile())
                            .usingAnyFreePort()
                            .build();
            Browser browser = new Browser(new ChromeDriver(service, options(profile)), profile);
            return browser.sized(1440, 900).dark(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void needs(Path program, String debianPackage) {
        if (!Files.isExecutable(program)) {
            throw new AssertionError(
                    "the tests of the page need %s, which is missing; ./lapwing test installs it"
                                    .formatted(program)
                            + " when it runs as root on Debian, else: apt-get install "
                            + debianPackage);
        }
    }

    private static ChromeOptions options(Path profile) {
        var options = new ChromeOptions();
        options.setBinary(BINARY.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--lang=en-US",
                "--user-data-dir=" + profile);
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return options;
    }

    /** Opens an address afresh and waits until the page is drawn. */
    Browser open(URI address) {
        driver.get(address.toString());
        return until("main .sentence");
    }

    /** Forgets the page before and what was said of it. */
    void forget() {
        driver.get("about:blank");
        complaints();
        sized(1440, 900).dark(false);
    }

    /** Opens an address whatever it shows. */
    Browser openRaw(URI address) {
        driver.get(address.toString());
        return this;
    }

    Browser sized(int width, int height) {
        Map<String, Object> metrics =
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false);
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", metrics);
        return this;
    }

    /** What the system asks of every page: light or dark, and stillness so that pictures agree. */
    Browser dark(boolean dark) {
        List<Map<String, String>> features =
                List.of(
                        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                        Map.of("name", "prefers-reduced-motion", "value", "reduce"));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("media", "", "features", features));
        return this;
    }

    /** Path and query: what a copied link would hold. */
    String address() {
        URI at = URI.create(driver.getCurrentUrl());
        return at.getQuery() == null ? at.getPath() : at.getPath() + "?" + at.getQuery();
    }

    /** Waits until the title is as wanted: it is set a moment after the page is drawn. */
    Browser untilTitle(String pattern) {
        return until("title " + pattern, () -> driver.getTitle().matches(pattern));
    }

    String source() {
        return driver.getPageSource();
    }

    /** Runs script in the page. */
    Object run(String script, Object... values) {
        return driver.executeScript(script, values);
    }

    /** Runs script that ends by calling its last argument. */
    Object runLong(String script, Object... values) {
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(120));
        return driver.executeAsyncScript(script, values);
    }

    int count(String selector) {
        return ((Number) run("return document.querySelectorAll(arguments[0]).length", selector))
                .intValue();
    }

    boolean has(String selector) {
        return count(selector) > 0;
    }

    /** The text of the first such element as it is shown, white space folded; empty if none. */
    String text(String selector) {
        return (String)
                run(
                        "const e = document.querySelector(arguments[0]);"
                                + "return (e?.innerText ?? e?.textContent ?? '')"
                                + ".replace(/\\s+/g, ' ').trim()",
                        selector);
    }

    /** The same of all such elements. */
    List<String> texts(String selector) {
        List<String> texts = new ArrayList<>();
        Object all =
                run(
                        "return [...document.querySelectorAll(arguments[0])]"
                                + ".map(e => (e.innerText ?? e.textContent)"
                                + ".replace(/\\s+/g, ' ').trim())",
                        selector);
        ((List<?>) all).forEach(text -> texts.add((String) text));
        return texts;
    }

    /** What the focus is on. */
    String focused() {
        return (String)
                run(
                        "return document.activeElement?.closest('[data-row], [name], a, button')"
                                + "?.outerHTML.slice(0, 200) ?? ''");
    }

    Browser click(String selector) {
        until(selector);
        driver.findElement(By.cssSelector(selector)).click();
        return this;
    }

    /** Clicks at a place of the window, where pixels count. */
    Browser clickAt(double x, double y) {
        dragTo(x, y, x, y);
        return this;
    }

    /** Presses at one place of the window and lets go at another. */
    Browser dragTo(double fromX, double fromY, double toX, double toY) {
        mouse("mouseMoved", fromX, fromY);
        mouse("mousePressed", fromX, fromY);
        mouse("mouseMoved", (fromX + toX) / 2, (fromY + toY) / 2);
        mouse("mouseMoved", toX, toY);
        mouse("mouseReleased", toX, toY);
        return this;
    }

    /** Moves the pointer only. */
    Browser pointAt(double x, double y) {
        mouse("mouseMoved", x, y);
        return this;
    }

    private void mouse(String type, double x, double y) {
        boolean moves = type.equals("mouseMoved");
        Map<String, Object> event =
                Map.of(
                        "type",
                        type,
                        "x",
                        x,
                        "y",
                        y,
                        "button",
                        moves ? "none" : "left",
                        "clickCount",
                        moves ? 0 : 1);
        driver.executeCdpCommand("Input.dispatchMouseEvent", event);
    }

    /** Types at whatever has the focus. */
    Browser press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    /** Waits until such an element is in the page. */
    Browser until(String selector) {
        return until("there is " + selector, () -> has(selector));
    }

    Browser until(String what, BooleanSupplier isSo) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(isSo::getAsBoolean);
        return this;
    }

    /** Everything the browser complained about since it was last asked. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** What is in the window, as PNG. */
    byte[] picture() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    /** Tells the protocol of the browser's own tools something. */
    Map<String, Object> tools(String command, Map<String, Object> values) {
        return driver.executeCdpCommand(command, values);
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
