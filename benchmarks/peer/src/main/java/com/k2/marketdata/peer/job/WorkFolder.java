package com.k2.marketdata.peer.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The only folder in which a job writes and deletes files. */
public final class WorkFolder {
  private final Path root;

  private WorkFolder(Path root) {
    this.root = root;
  }

  /**
   * Creates the folder and moves this JVM's temporary files into it, such as the native libraries
   * that Spark and Kafka unpack.
   */
  static WorkFolder open(Path root) throws IOException {
    Path temporary = Files.createDirectories(root.resolve("tmp"));
    System.setProperty("java.io.tmpdir", temporary.toString());
    return new WorkFolder(root);
  }

  public Path warehouse() {
    return root.resolve("warehouse");
  }

  public Path table(String name) {
    return warehouse().resolve(Names.NAMESPACE).resolve(name);
  }

  public Path checkpoint(String table) {
    return root.resolve("checkpoints").resolve(table);
  }

  public Path sparkLocal() {
    return root.resolve("spark-local");
  }

  public Path sparkWarehouse() {
    return root.resolve("spark-warehouse");
  }

  /**
   * Deletes a file, or a folder with its contents. Does nothing if it does not exist.
   *
   * @throws IOException if the path is not below the work folder, in which case nothing is deleted,
   *     or if it cannot be deleted
   */
  public void delete(Path path) throws IOException {
    Path target = path.toAbsolutePath().normalize();
    if (!target.startsWith(root) || target.equals(root)) {
      throw new IOException(
          target + " is not below the work folder " + root + " and is not deleted");
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
