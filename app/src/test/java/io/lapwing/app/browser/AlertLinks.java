// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

final class AlertLinks {
    private AlertLinks() {}

    /** The id of the first alert that the page has a flag for. */
    static String first(Browser browser) {
        browser.until("a.flag");
        String href = (String) browser.run("return document.querySelector('a.flag').pathname");
        return href.substring("/alerts/".length());
    }
}
