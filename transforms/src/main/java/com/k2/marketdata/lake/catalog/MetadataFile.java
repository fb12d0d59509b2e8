package com.k2.marketdata.lake.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.util.LocationUtil;

/** A metadata file in the folder of a local table, whether the catalog points at it or not. */
public sealed interface MetadataFile {
  /** Iceberg's name: the version, a UUID, and the extension, which says whether it is gzip. */
  Pattern NAME = Pattern.compile("(\\d+)-.+\\.metadata\\.json(?:\\.gz)?");

  Path path();

  /** The number at the start of the name. Each commit writes the next number. */
  int version();

  /** The file's name without its folder. */
  default String name() {
    return path().getFileName().toString();
  }

  /**
   * A file that was read.
   *
   * @param location the file as Iceberg names it in a catalog
   * @param updated when the table was changed last, as of this file
   * @param rows the rows of the current snapshot; empty if its summary does not say
   * @param log the names of the earlier metadata files that this one records
   * @param logBegin the time of the first of them; {@code updated} if there are none
   */
  record Readable(
      Path path,
      int version,
      String location,
      Instant updated,
      int snapshots,
      Optional<Long> rows,
      Set<String> log,
      Instant logBegin)
      implements MetadataFile {

    /** Whether this file records a state of the table that precedes what the other one records. */
    boolean succeeds(MetadataFile other) {
      if (log.contains(other.name())) {
        return true;
      }
      // The log is short; files that it no longer records are normally deleted.
      int first = log.stream().mapToInt(Readable::versionOf).min().orElse(0);
      return other.version() < first
          && !(other instanceof Readable readable && !readable.updated.isBefore(logBegin));
    }

    private static int versionOf(String name) {
      Matcher matcher = NAME.matcher(name);
      return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
  }

  /**
   * A file that cannot be the table's metadata.
   *
   * @param problem why, for a message
   */
  record Damaged(Path path, int version, String problem) implements MetadataFile {}

  /** Reads a file; empty if its name is not that of a metadata file. */
  static Optional<MetadataFile> of(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches()
        ? Optional.of(read(path, Integer.parseInt(name.group(1))))
        : Optional.empty();
  }

  private static MetadataFile read(Path path, int version) {
    try {
      TableMetadata metadata =
          TableMetadataParser.read(org.apache.iceberg.Files.localInput(path.toFile()));
      String folder = LocationUtil.stripTrailingSlash(metadata.location());
      Path recorded = LocalWarehouse.path(folder).resolve("metadata");
      if (!isSame(recorded, path.getParent())) {
        return new Damaged(path, version, "it belongs to a table in " + folder);
      }
      return readable(path, version, folder, metadata);
    } catch (RuntimeException | IOException e) {
      return new Damaged(path, version, "it cannot be read: " + e.getMessage());
    }
  }

  private static boolean isSame(Path recorded, Path found) throws IOException {
    return recorded.equals(found) || (Files.exists(recorded) && Files.isSameFile(recorded, found));
  }

  private static Readable readable(Path path, int version, String folder, TableMetadata metadata) {
    Set<String> log = new TreeSet<>();
    metadata.previousFiles().forEach(entry -> log.add(last(entry.file())));
    Instant updated = Instant.ofEpochMilli(metadata.lastUpdatedMillis());
    Snapshot current = metadata.currentSnapshot();
    return new Readable(
        path,
        version,
        folder.replaceFirst("^file:/+", "file:/") + "/metadata/" + path.getFileName(),
        updated,
        metadata.snapshots().size(),
        Optional.ofNullable(current)
            .map(snapshot -> snapshot.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP))
            .map(Long::valueOf),
        log,
        metadata.previousFiles().isEmpty()
            ? updated
            : Instant.ofEpochMilli(metadata.previousFiles().get(0).timestampMillis()));
  }

  private static String last(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
