package com.k2.marketdata.lake.catalog;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Creates folders and files that only their owner can read. What exists keeps its permissions. A
 * file system without POSIX permissions applies its own.
 */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Creates a folder and its missing parents with mode 0700. */
  public static Path createFolders(Path folder) throws IOException {
    // Files.createDirectories refuses a symbolic link to a folder.
    return Files.isDirectory(folder)
        ? folder
        : Files.createDirectories(folder, mode(folder, "rwx------"));
  }

  /** Creates an empty file with mode 0600, unless it exists. */
  public static Path createFile(Path file) throws IOException {
    try {
      return Files.createFile(file, mode(file, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      return file;
    }
  }

  private static FileAttribute<?>[] mode(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
