// SPDX-License-Identifier: Apache-2.0
package io.lapwing.broker.net;

import io.netty.channel.epoll.EpollDomainSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix socket, which outlives the program that bound it. */
final class UnixSocket {
    private UnixSocket() {}

    /**
     * Removes what a program left that is gone.
     *
     * @throws IOException when somebody listens there, or the file is something else
     */
    static void clear(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        if (!Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
            throw new BindException("there is a file of another kind");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            throw new BindException("the address is in use by " + probe.getRemoteAddress());
        } catch (BindException inUse) {
            throw inUse;
        } catch (IOException nobody) {
            Files.delete(file);
        }
    }

    /** Lets those connect whom the mode allows, such as 0660. */
    static void allow(Path file, int mode) throws IOException {
        String letters = "rwxrwxrwx";
        StringBuilder permissions = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            boolean has = (mode >> 8 - i & 1) == 1;
            permissions.append(has ? letters.charAt(i) : '-');
        }
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(permissions.toString()));
    }

    /** Who connected, as the system tells. */
    static String peer(EpollDomainSocketChannel channel) {
        try {
            return "unix:uid=" + channel.peerCredentials().uid();
        } catch (IOException e) {
            return "unix"; // it is gone already
        }
    }
}
