package com.k2.marketdata.torture;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The folder of a run.
 *
 * @param keep whether it was named by the user, and is kept in any case
 */
record WorkFolder(Path path, boolean keep) {

  /** The named folder, which must be empty or missing; else a new temporary one. */
  static WorkFolder of(@Nullable Path named) {
    try {
      if (named == null) {
        return new WorkFolder(Files.createTempDirectory("k2-torture"), false);
      }
      Path folder = Files.createDirectories(named.toAbsolutePath().normalize());
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new UsageException(
              "The work folder " + folder + " is not empty. Name another one with --work.");
        }
      }
      return new WorkFolder(folder, true);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot create the work folder: " + e, e);
    }
  }

  /** Deletes the folder with everything in it. */
  void delete() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path entry : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot delete the work folder " + path + ": " + e, e);
    }
  }
}
