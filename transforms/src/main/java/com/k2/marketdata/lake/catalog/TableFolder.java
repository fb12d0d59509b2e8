package com.k2.marketdata.lake.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a local table, which has its files whether the catalog has the table or not.
 *
 * @param path absolute and normalized
 */
public record TableFolder(Path path) {

  /** The table's name without its namespace. */
  public String name() {
    return path.getFileName().toString();
  }

  /**
   * The metadata files, in no order.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  public List<MetadataFile> metadataFiles() {
    return list(path.resolve("metadata")).stream()
        .map(MetadataFile::of)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Whether the table was used: it has a snapshot, data files, or a damaged file of a later version
   * than the first. A table that is being created, or whose creation failed, was not.
   */
  boolean wasUsed() {
    return hasFiles(path.resolve("data"))
        || metadataFiles().stream().anyMatch(TableFolder::hasSnapshots);
  }

  private static boolean hasSnapshots(MetadataFile file) {
    return file instanceof MetadataFile.Readable readable
        ? readable.snapshots() > 0
        : file.version() > 0;
  }

  /** Dropping a table with its files leaves empty folders. */
  private static boolean hasFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.anyMatch(Files::isRegularFile);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the files in " + folder, e);
    }
  }

  static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the files in " + folder, e);
    }
  }
}
