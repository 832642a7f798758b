// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.browser;

import java.util.List;
import java.util.Map;

/** axe-core, which checks the page in the browser for what a program can find of WCAG 2.2 AA. */
final class Axe {
    private static final String SOURCE =
            WebJar.texts("axe-core", "(axe\\.min\\.js)").get("axe.min.js");

    private Axe() {}

    /** One line for each rule that is broken, with the first elements that break it. */
    static List<String> findings(Browser browser) {
        browser.run(SOURCE);
        Object found =
                browser.runLong(
                        """
                        const done = arguments[arguments.length - 1];
                        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
                        axe.run(document, {
                          runOnly: { type: 'tag', values: [...tags, 'best-practice'] },
                          rules: { 'target-size': { enabled: true } },
                          resultTypes: ['violations'],
                        }).then(
                          result => done({ lines: result.violations.map(v => `${v.id}: ${v.help}: `
                            + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)
                              + ' ' + (n.any[0]?.message ?? '')).join(' | ')) }),
                          failed => done({ lines: [String(failed)] }));
                        """);
        return ((List<?>) ((Map<?, ?>) found).get("lines")).stream().map(String::valueOf).toList();
    }
}
