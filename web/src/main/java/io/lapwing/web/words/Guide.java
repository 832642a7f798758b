// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.words;

import java.util.List;

/** What an alert means, and what to do about it whoever is behind it. */
public record Guide(String alert, String meaning, List<Step> steps) {
    /** Where its page is. */
    public String url() {
        return "/guides/" + alert;
    }
}
