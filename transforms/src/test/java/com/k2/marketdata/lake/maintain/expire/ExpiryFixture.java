package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** A bronze table with a history of every kind, and what its snapshots contain. */
final class ExpiryFixture {
  static final ExpirySettings SETTINGS = ExpirySettings.defaults().withSnapshots(2, 5_000);

  final CycleFixture cycles;
  final Table table;
  private int committed;

  ExpiryFixture(Path folder) {
    cycles = new CycleFixture(folder, "topic");
    table = cycles.bronze();
  }

  /** A time at which every present snapshot is older than a week. */
  static Instant later() {
    return Instant.now().plus(Duration.ofDays(8));
  }

  /** Commits a cycle with rows, and returns its snapshot. */
  long cycle() {
    committed++;
    cycles.run("c" + committed, CycleFixture.NONE, committed * 5L, committed * 5L);
    return current();
  }

  void cycles(int count) {
    for (int i = 0; i < count; i++) {
      cycle();
    }
  }

  long current() {
    table.refresh();
    return table.currentSnapshot().snapshotId();
  }

  /**
   * Cycles, a tag, a branch with a commit of its own, position deletes, statistics, compactions by
   * another tool, and snapshots from which the table was rolled back.
   */
  void fillWithEverything() {
    cycle();
    long tagged = cycle();
    table.manageSnapshots().createTag("audit", tagged).commit();
    deleteRow();
    compact();
    addStatistics();
    long fork = cycle();
    table.manageSnapshots().createBranch("trial", fork).commit();
    table.newFastAppend().appendFile(anyRewritten()).toBranch("trial").commit();
    cycle();
    compact();
    addStatistics();
    long kept = current();
    cycle();
    deleteRow();
    table.manageSnapshots().rollbackTo(kept).commit();
    committed = 4;
    cycle();
    compact();
    addStatistics();
    cycle();
  }

  /** Deletes a row as other engines do, by a position delete file. */
  void deleteRow() {
    table.refresh();
    DataFile file = dataFiles().get(0);
    try {
      PositionDeleteWriter<Record> writer =
          Parquet.writeDeletes(
                  table
                      .io()
                      .newOutputFile(table.location() + "/data/" + UUID.randomUUID() + ".parquet"))
              .withSpec(table.spec())
              .withPartition(file.partition())
              .buildPositionWriter();
      try (writer) {
        writer.write(PositionDelete.<Record>create().set(file.location(), 0));
      }
      table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces every data file, as another engine's compaction does. */
  private void compact() {
    table.refresh();
    RewriteFiles rewrite =
        table.newRewrite().validateFromSnapshot(table.currentSnapshot().snapshotId());
    for (DataFile file : dataFiles()) {
      rewrite.deleteFile(file);
      rewrite.addFile(ForeignTool.write(table, List.of(file)));
    }
    rewrite.commit();
  }

  /** A new file with the rows of one of the table's. */
  DataFile anyRewritten() {
    return ForeignTool.write(table, List.of(dataFiles().get(0)));
  }

  private List<DataFile> dataFiles() {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      List<DataFile> files = new ArrayList<>();
      tasks.forEach(task -> files.add(task.file()));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addStatistics() {
    table.refresh();
    Snapshot snapshot = table.currentSnapshot();
    String location = table.location() + "/metadata/" + UUID.randomUUID() + ".stats";
    try (OutputStream out = table.io().newOutputFile(location).create()) {
      out.write(new byte[] {1, 2, 3});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    table
        .updateStatistics()
        .setStatistics(new GenericStatisticsFile(snapshot.snapshotId(), location, 3, 1, List.of()))
        .commit();
  }

  /** The rows of each snapshot of the table. */
  Map<Long, List<String>> views() {
    table.refresh();
    Map<Long, List<String>> views = new HashMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      try (CloseableIterable<Record> rows =
          IcebergGenerics.read(table).useSnapshot(snapshot.snapshotId()).build()) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.getField("partition") + ":" + row.getField("offset")));
        texts.sort(null);
        views.put(snapshot.snapshotId(), texts);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return views;
  }

  /** Every file that a snapshot of the table refers to. */
  Set<Path> referenced() {
    table.refresh();
    Set<Path> files = new TreeSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      files.add(path(snapshot.manifestListLocation()));
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        files.add(path(manifest.path()));
        try (CloseableIterable<String> paths =
            ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
          paths.forEach(location -> files.add(path(location)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    for (StatisticsFile statistics : table.statisticsFiles()) {
      files.add(path(statistics.path()));
    }
    return files;
  }

  /** Every file in the table's folder, other than metadata files. */
  Set<Path> stored() {
    try (Stream<Path> files = Files.walk(path(table.location()))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().contains("metadata.json"))
          .filter(file -> !file.getFileName().toString().endsWith(".crc"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The stored files that no snapshot refers to. */
  Set<Path> unreferenced() {
    Set<Path> files = stored();
    files.removeAll(referenced());
    return files;
  }

  /** The snapshots of the table. */
  List<Long> ids() {
    table.refresh();
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .map(Snapshot::snapshotId)
        .toList();
  }

  /** The files of a plan. */
  static Set<Path> files(ExpiryPlan plan) {
    return plan.items()
        .filter(item -> item.kind() != Kind.SNAPSHOT && item.kind() != Kind.REF)
        .map(item -> path(item.target()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static ExpiryResult execute(Expiry expiry) {
    return expiry.execute(expiry.plan(later()));
  }

  /** The table as another process sees it. */
  Table load() {
    return cycles.bronze();
  }

  TestLake lake() {
    return cycles.lake;
  }

  static Path path(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }
}
