package com.k2.marketdata.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;

/** The locations of the files that snapshots of a table refer to. */
final class ReachableFiles {
  private final Table table;
  private final TableMetadata metadata;
  private final Map<String, Set<String>> ofManifests = new HashMap<>();

  ReachableFiles(Table table) {
    this.table = table;
    this.metadata = ((HasTableOperations) table).operations().current();
  }

  /** The files that any of these snapshots refers to: lists, manifests, files, statistics. */
  Set<String> of(Collection<Long> snapshots) {
    Set<String> files = new TreeSet<>();
    for (long id : snapshots) {
      Snapshot snapshot = table.snapshot(id);
      files.add(snapshot.manifestListLocation());
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        files.add(manifest.path());
        files.addAll(ofManifests.computeIfAbsent(manifest.path(), path -> read(manifest)));
      }
    }
    files.addAll(
        statistics(
            metadata.statisticsFiles(),
            snapshots,
            StatisticsFile::snapshotId,
            StatisticsFile::path));
    files.addAll(
        statistics(
            metadata.partitionStatisticsFiles(),
            snapshots,
            PartitionStatisticsFile::snapshotId,
            PartitionStatisticsFile::path));
    return files;
  }

  private static <T> Set<String> statistics(
      Collection<T> files,
      Collection<Long> snapshots,
      Function<T, Long> snapshot,
      Function<T, String> path) {
    Set<String> paths = new HashSet<>();
    for (T file : files) {
      if (snapshots.contains(snapshot.apply(file))) {
        paths.add(path.apply(file));
      }
    }
    return paths;
  }

  private Set<String> read(ManifestFile manifest) {
    try (CloseableIterable<String> paths =
        ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
      Set<String> files = new HashSet<>();
      paths.forEach(files::add);
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
