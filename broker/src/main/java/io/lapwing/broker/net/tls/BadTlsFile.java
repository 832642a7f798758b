// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import io.lapwing.base.DiskFault;
import java.io.IOException;
import java.nio.file.Path;

/** A certificate, key or list that cannot be used; the message names the file and says why. */
@SuppressWarnings("serial") // never serialized
final class BadTlsFile extends Exception {
    BadTlsFile(Path file, String why) {
        super(file + ": " + why);
    }

    static BadTlsFile unreadable(Path file, IOException e) {
        return new BadTlsFile(file, DiskFault.why(e));
    }
}
