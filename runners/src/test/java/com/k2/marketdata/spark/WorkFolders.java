package com.k2.marketdata.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The folders of drivers and applications that the two workers of a cluster keep. */
record WorkFolders(StandaloneCluster cluster) {
  List<Path> all() {
    return Stream.of(1, 2).flatMap(worker -> list(cluster.workFolder(worker)).stream()).toList();
  }

  /** The files with the standard output of executors. */
  List<Path> outputs() {
    return all().stream()
        .flatMap(application -> list(application).stream())
        .filter(Files::isDirectory)
        .flatMap(executor -> list(executor).stream())
        .filter(file -> file.getFileName().toString().startsWith("stdout"))
        .toList();
  }

  /** Whether an executor has printed a text that its worker has not deleted. */
  boolean outputHas(String text) {
    for (Path output : outputs()) {
      try {
        if (Files.readString(output).contains(text)) {
          return true;
        }
      } catch (NoSuchFileException e) {
        continue; // The worker has renamed or deleted it.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  /** A folder as an application leaves it, whose files are this old. */
  Path ended(int worker, Duration age) {
    try {
      Path path = Files.createDirectory(cluster.workFolder(worker).resolve("app-ended"));
      Files.createFile(path.resolve("stderr"));
      age(path, age);
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a folder and all its files look this old. Files of running processes may vanish. */
  static void age(Path path, Duration age) {
    try {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
      if (Files.isDirectory(path)) {
        list(path).forEach(file -> age(file, age));
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
