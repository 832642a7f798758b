// SPDX-License-Identifier: Apache-2.0
package io.lapwing.web.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Compresses answers that are long enough to gain by it. */
final class Gzip {
    static final int BYTES_MIN = 1_024;

    private Gzip() {}

    static boolean accepted(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.strip().split("\\s*;\\s*");
            boolean refused = parts.length > 1 && parts[1].matches("q=0(\\.0*)?");
            if ((parts[0].equals("gzip") || parts[0].equals("*")) && !refused) {
                return true;
            }
        }
        return false;
    }

    static byte[] compressed(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 8_192)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
