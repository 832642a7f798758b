// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web;

import io.lapwing.web.http.Answer;

/** placeholder */
final class LiveStream implements AutoCloseable {
    static LiveStream start(Sources sources) {
        return new LiveStream();
    }

    Answer answer() {
        return Answer.text("");
    }

    @Override
    public void close() {}
}
