// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.collect.scrape;

/** Why a target could not be read: words for people, and no stack trace. */
final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswer(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
