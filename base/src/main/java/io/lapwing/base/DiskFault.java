// SPDX-License-Identifier: Apache-2.0
package io.lapwing.base;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the disk answered, as a clause for people. */
public final class DiskFault {
    private DiskFault() {}

    /** Such as "it is not there". */
    public static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "it is not there";
            case NotDirectoryException file -> "it is no folder";
            case FileAlreadyExistsException file -> "it is no folder";
            case AccessDeniedException denied -> "this user has no right to " + denied.getFile();
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
