// SPDX-License-Identifier: Apache-2.0
package io.lapwing.agent.series;

/** Bytes on disk that cannot be what was written. Has no stack trace: it is the disk's error. */
final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    Damaged(String how) {
        super(how, null, false, false);
    }
}
