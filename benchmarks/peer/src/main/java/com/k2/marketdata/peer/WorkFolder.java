package com.k2.marketdata.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The one folder that a job writes below, and the only one that it deletes anything below. */
final class WorkFolder {
  private final Path root;

  private WorkFolder(Path root) {
    this.root = root;
  }

  /**
   * Makes the folder, and makes it the place for this JVM's temporary files, such as the native
   * libraries that Spark and Kafka unpack.
   */
  static WorkFolder open(Path root) throws IOException {
    Path temporary = Files.createDirectories(root.resolve("tmp"));
    System.setProperty("java.io.tmpdir", temporary.toString());
    return new WorkFolder(root);
  }

  Path warehouse() {
    return root.resolve("warehouse");
  }

  Path table(String name) {
    return warehouse().resolve(Names.NAMESPACE).resolve(name);
  }

  Path checkpoint(String table) {
    return root.resolve("checkpoints").resolve(table);
  }

  Path sparkLocal() {
    return root.resolve("spark-local");
  }

  Path sparkWarehouse() {
    return root.resolve("spark-warehouse");
  }

  /**
   * Deletes a file, or a folder and all that is in it. What is not there is fine.
   *
   * @throws IOException if it is not below the work folder, which is looked at before anything is
   *     touched, or cannot be deleted
   */
  void delete(Path path) throws IOException {
    Path target = path.toAbsolutePath().normalize();
    if (!target.startsWith(root) || target.equals(root)) {
      throw new IOException(target + " is not below " + root + " and is left alone");
    }
    if (!Files.exists(target)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(target)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
