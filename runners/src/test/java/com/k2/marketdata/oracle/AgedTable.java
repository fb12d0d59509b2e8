package com.k2.marketdata.oracle;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.ledger.commit.RowChange;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.testing.BufferedCommits;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.LakeFiles;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.ImmutableGenericPartitionStatisticsFile;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.parquet.Parquet;

/**
 * Fills a silver table with everything that a table can have: small files of K2's cycles, position
 * and equality deletes, statistics, compactions by another tool, tags, branches, and snapshots from
 * which the table was rolled back.
 */
final class AgedTable {
  static final String NAME = CycleFixture.SILVER;

  /** Has reached its own maximum age. */
  static final String OUTDATED_TAG = "outdated";

  /** The cycles of a table with 2,000 data files and 500 snapshots. */
  static final int CYCLES = 480;

  private static final int FILES_OF_CYCLE = 4;
  private static final int TEMPLATES = 10;

  private final CycleFixture cycles;
  private final Table table;
  private final List<byte[]> contents = new ArrayList<>();
  private final List<DataFile> templates = new ArrayList<>();
  private final Random random = new Random(4);
  private Ledger ledger;

  private AgedTable(CycleFixture cycles, BufferedCommits commits) {
    this.cycles = cycles;
    this.table = new BaseTable(commits, NAME);
    this.ledger = cycles.ledger(cycles.silver());
    for (FileScanTask task : tasks()) {
      templates.add(task.file());
      contents.add(read(task.file().location()));
    }
  }

  /**
   * Creates and fills the table.
   *
   * @param parts {@link #CYCLES} divided by the number of cycles: 1 or 4
   */
  static void fill(CatalogConfig config, int parts) {
    CycleFixture cycles = new CycleFixture(new TestLake(config), "trades");
    for (int i = 1; i <= TEMPLATES; i++) {
      cycles.run("real-" + i, CycleFixture.EVERY_FIFTH, i * 10L, i * 10L);
    }
    BufferedCommits commits = new BufferedCommits(cycles.silver(), true);
    new AgedTable(cycles, commits).fill(parts);
    commits.flush();
  }

  private void fill(int step) {
    for (int i = 0; i < CYCLES; i += step) {
      cycle();
      event(i);
    }
  }

  private void event(int number) {
    switch (number) {
      case 40 -> table.manageSnapshots().createTag("audit", current()).commit();
      case 60 -> {
        table.manageSnapshots().createTag(OUTDATED_TAG, current()).commit();
        table.manageSnapshots().setMaxRefAgeMs(OUTDATED_TAG, 1).commit();
      }
      case 100, 460 -> abandonedFuture();
      case 120, 300, 440 -> compact();
      case 200 -> branch("trial");
      case 240 -> {
        branch("short");
        table.manageSnapshots().setMinSnapshotsToKeep("short", 4).commit();
        table.manageSnapshots().setMaxSnapshotAgeMs("short", 1).commit();
      }
      case 448 -> table.manageSnapshots().createTag("release", current()).commit();
      default -> {
        if (number % 40 == 12) {
          LakeFiles.delete(table, tasks().get(0).file(), 0);
        } else if (number % 40 == 24) {
          deleteByEquality();
        } else if (number % 40 == 36) {
          addStatistics();
        }
      }
    }
  }

  /** Commits a cycle with files of its own. */
  private void cycle() {
    Map<Integer, Long> next = new TreeMap<>();
    ledger.next().forEach((partition, offset) -> next.put(partition, offset + 20));
    Ledger after =
        ledger.advancedTo("cycle-" + UUID.randomUUID(), ledger.clock() + 1_000_000, next);
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < FILES_OF_CYCLE; i++) {
      files.add(newFile());
    }
    long rows = files.stream().mapToLong(DataFile::recordCount).sum();
    new LedgerCommit(table, cycles.topic)
        .commitRows(
            ledger,
            after,
            current -> {
              AppendFiles append = current.newAppend();
              files.forEach(append::appendFile);
              return new RowChange(append, rows);
            });
    ledger = after;
  }

  /** A file with the rows of a real one. */
  private DataFile newFile() {
    int template = random.nextInt(templates.size());
    String location =
        table.locationProvider().newDataLocation("day=0/" + UUID.randomUUID() + ".parquet");
    write(location, contents.get(template));
    return DataFiles.builder(table.spec()).copy(templates.get(template)).withPath(location).build();
  }

  private void branch(String name) {
    table.manageSnapshots().createBranch(name, current()).commit();
    for (int i = 0; i < 3; i++) {
      table.newAppend().appendFile(newFile()).toBranch(name).commit();
    }
  }

  private void abandonedFuture() {
    long kept = current();
    Ledger before = ledger;
    for (int i = 0; i < 3; i++) {
      cycle();
    }
    ledger = before;
    table.manageSnapshots().rollbackTo(kept).commit();
  }

  /** Rewrites the first half of the files, twenty into one. */
  private void compact() {
    List<DataFile> files = tasks().stream().map(FileScanTask::file).toList();
    RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(current());
    for (int from = 0; from + 20 <= files.size() / 2; from += 20) {
      List<DataFile> group = files.subList(from, from + 20);
      group.forEach(rewrite::deleteFile);
      rewrite.addFile(ForeignTool.write(table, group));
    }
    rewrite.commit();
  }

  private void deleteByEquality() {
    Schema key = table.schema().select(SilverTable.KAFKA_OFFSET);
    DataFile file = tasks().get(0).file();
    try {
      EqualityDeleteWriter<Record> writer =
          Parquet.writeDeletes(
                  table
                      .io()
                      .newOutputFile(
                          table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet")))
              .withSpec(table.spec())
              .withPartition(file.partition())
              .createWriterFunc(GenericParquetWriter::create)
              .rowSchema(key)
              .equalityFieldIds(key.columns().get(0).fieldId())
              .buildEqualityWriter();
      try (writer) {
        Record deleted = LakeFiles.rows(table, file).get(0);
        writer.write(
            GenericRecord.create(key)
                .copy(SilverTable.KAFKA_OFFSET, deleted.getField(SilverTable.KAFKA_OFFSET)));
      }
      table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addStatistics() {
    String all = table.location() + "/metadata/" + UUID.randomUUID() + ".stats";
    String partitions =
        table.location() + "/metadata/partition-stats-" + UUID.randomUUID() + ".parquet";
    write(all, new byte[] {1, 2, 3});
    write(partitions, new byte[] {1, 2, 3, 4});
    table
        .updateStatistics()
        .setStatistics(new GenericStatisticsFile(current(), all, 3, 1, List.of()))
        .commit();
    table
        .updatePartitionStatistics()
        .setPartitionStatistics(
            ImmutableGenericPartitionStatisticsFile.builder()
                .snapshotId(current())
                .path(partitions)
                .fileSizeInBytes(4)
                .build())
        .commit();
  }

  private long current() {
    return table.currentSnapshot().snapshotId();
  }

  private List<FileScanTask> tasks() {
    List<FileScanTask> tasks = new ArrayList<>();
    try (CloseableIterable<FileScanTask> planned = table.newScan().planFiles()) {
      planned.forEach(tasks::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tasks.sort((a, b) -> a.file().location().compareTo(b.file().location()));
    return tasks;
  }

  private byte[] read(String location) {
    FileIO io = table.io();
    try (var in = io.newInputFile(location).newStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String location, byte[] content) {
    try (OutputStream out = table.io().newOutputFile(location).create()) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
