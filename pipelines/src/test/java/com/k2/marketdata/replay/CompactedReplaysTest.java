package com.k2.marketdata.replay;

import static com.k2.marketdata.testing.CycleFixture.BRONZE;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.lake.write.TaskWriter;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Partition 0 has only dead letters, and every second one was replayed. Partition 1 has trades. A
 * compaction of silver has mixed both in one file, so that no row group can be skipped.
 */
@Tag("long")
class CompactedReplaysTest {
  private static final long DEAD_LETTERS = 5_000_000;
  private static final String TOPIC = "a";

  @TempDir private Path folder;

  @Test
  void openDeadLettersAreFoundAfterACompaction() throws IOException {
    CycleFixture tables = new CycleFixture(folder, TOPIC);
    TestLake.append(
        tables.deadLetters(),
        write(tables, null, 1, offset -> tables.rejected(0, offset, "any"))
            .files(TableRole.DEAD_LETTERS));
    TestLake.append(
        tables.silver(),
        write(tables, "replay-1", 2, offset -> tables.accepted(0, offset)).files(TableRole.SILVER));
    TestLake.append(
        tables.silver(),
        write(tables, null, 2, offset -> tables.accepted(1, offset)).files(TableRole.SILVER));
    compact(tables.silver());
    Ledger ledger = tables.ledger(tables.silver());
    new LedgerCommit(tables.silver(), TOPIC)
        .commit(
            ledger,
            ledger.advancedTo("c", 2, Map.of(0, DEAD_LETTERS, 1, DEAD_LETTERS)),
            Table::newAppend);

    ReplayPlan plan =
        ReplayPlan.of(
            PinnedTopic.pin(tables.lake.config(), RawTrades.BINANCE, TOPIC),
            DeadLetterFilter.ALL,
            DEAD_LETTERS);

    assertThat(plan.count()).isEqualTo(DEAD_LETTERS / 2);
    assertThat(plan.replayed()).isEqualTo(DEAD_LETTERS / 2);
    assertThat(plan.selected().contains(0, DEAD_LETTERS - 1)).isTrue();
    assertThat(plan.selected().contains(0, DEAD_LETTERS - 2)).isFalse();
  }

  private static TaskResult write(
      CycleFixture tables, String replayId, int step, LongFunction<Outcome> outcome) {
    TaskWriter writer =
        new TaskWriter(
            CycleTables.of(
                ByRole.<TaskTable>none()
                    .with(TableRole.SILVER, TaskTable.of(tables.silver()))
                    .with(TableRole.DEAD_LETTERS, TaskTable.of(tables.deadLetters())),
                role -> Map.of(0, 0L, 1, 0L)),
            new CycleStamp(RawTrades.KAFKA_MILLIS * 1000, "BINANCE", BRONZE, "test", replayId));
    for (long offset = 0; offset < DEAD_LETTERS; offset += step) {
      writer.outcome(outcome.apply(offset));
    }
    return writer.finish();
  }

  private static void compact(Table silver) throws IOException {
    List<DataFile> old = files(silver);
    DataFile merged;
    try (CloseableIterable<Record> replayed = rows(silver, 0);
        CloseableIterable<Record> trades = rows(silver, 1)) {
      merged = merge(silver, replayed.iterator(), trades.iterator(), old.get(0));
    }
    new CarryCommit(silver, "compaction")
        .commit(
            current -> {
              RewriteFiles rewrite = current.newRewrite();
              old.forEach(rewrite::deleteFile);
              return rewrite.addFile(merged);
            });
    int replayId = silver.schema().findField(SilverTable.REPLAY_ID).fieldId();
    assertThat(files(silver))
        .singleElement()
        .satisfies(
            file -> assertThat(file.nullValueCounts()).containsEntry(replayId, DEAD_LETTERS / 2));
  }

  private static DataFile merge(
      Table silver, Iterator<Record> replayed, Iterator<Record> trades, DataFile samePartition)
      throws IOException {
    DataWriter<Record> writer =
        Parquet.writeData(
                silver
                    .io()
                    .newOutputFile(
                        silver.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet")))
            .forTable(silver)
            .withPartition(samePartition.partition())
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      while (replayed.hasNext()) {
        writer.write(replayed.next());
        writer.write(trades.next());
      }
    }
    return writer.toDataFile();
  }

  private static CloseableIterable<Record> rows(Table silver, int partition) {
    return IcebergGenerics.read(silver)
        .where(Expressions.equal(SilverTable.KAFKA_PARTITION, partition))
        .build();
  }

  private static List<DataFile> files(Table table) throws IOException {
    table.refresh();
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    return files;
  }
}
