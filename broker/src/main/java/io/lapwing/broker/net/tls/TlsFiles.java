// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one listener's TLS as they were read last. A change counts once all of them stood
 * still between two looks: whoever renews a certificate writes several. Owned by the thread that
 * looks.
 */
final class TlsFiles {
    private record Stamp(
            Path file, @Nullable FileTime modified, long size, @Nullable Object inode) {}

    private final TlsSettings settings;
    private List<Stamp> read;
    private List<Stamp> seen;

    TlsFiles(TlsSettings settings) {
        this.settings = settings;
        read = stamps();
        seen = read;
    }

    /** Whether they are to be read again, which is told once for each change. */
    boolean haveChanged() {
        List<Stamp> now = stamps();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(read)) {
            return false;
        }
        read = now;
        return true;
    }

    private List<Stamp> stamps() {
        List<Stamp> stamps = new ArrayList<>();
        settings.files().forEach(file -> stamps.add(stamp(file)));
        try {
            ServerCertificate.files(settings.moreCertificates())
                    .forEach(file -> stamps.add(stamp(file)));
        } catch (BadTlsFile e) {
            stamps.add(new Stamp(settings.moreCertificates(), null, -1, null));
        }
        return stamps;
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(file, now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (IOException e) {
            return new Stamp(file, null, -1, null);
        }
    }
}
