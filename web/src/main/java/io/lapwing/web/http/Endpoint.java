// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

/** Answers the requests of one path and method, on a virtual thread: it may wait. */
@FunctionalInterface
public interface Endpoint {
    /**
     * The answer.
     *
     * @throws HttpError when the request is to be told that it is wrong
     */
    Answer answer(Request request);
}
