// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import org.jspecify.annotations.Nullable;

/** Who may ask what. */
public interface Door {
    /** Everybody may ask everything: only this machine can. */
    Door OPEN =
            new Door() {
                @Override
                public boolean isGuarded() {
                    return false;
                }

                @Override
                public @Nullable Answer answer(Request request) {
                    return null;
                }
            };

    /** Whether somebody has to say who it is. */
    boolean isGuarded();

    /**
     * What is answered instead of what was asked for; null to let the request in.
     *
     * @throws HttpError when it is not let in, and why
     */
    @Nullable Answer answer(Request request);
}
