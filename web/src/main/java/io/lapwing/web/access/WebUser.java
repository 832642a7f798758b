// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.access;

import io.lapwing.broker.admission.secret.Secret;

/** Somebody who may log in to the page, as a line of a password file says it. */
record WebUser(String name, Secret secret) {
    static WebUser parse(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("it is not USER:HASH");
        }
        return new WebUser(
                line.substring(0, colon), Secret.parse(line.substring(colon + 1).stripTrailing()));
    }
}
