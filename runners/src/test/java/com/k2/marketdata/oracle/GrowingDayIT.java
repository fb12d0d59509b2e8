package com.k2.marketdata.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.LakeFiles;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compaction of a day that grows: a row is not rewritten with every run. */
@Tag("long")
class GrowingDayIT {
  private static final int RUNS = 20;

  @TempDir private Path state;

  /** The files that rows were in, one after the other, by offset: how often, and the last one. */
  private final Map<Long, String> files = new HashMap<>();

  private final Map<Long, Integer> rewrites = new HashMap<>();
  private long offsets;

  @ParameterizedTest
  @CsvSource({"10, 10, 200000", "20, 200, 300000"})
  void rowsAreRewrittenAtMostFourTimes(int filesOfRun, int rowsOfFile, int target) {
    CycleFixture cycles = new CycleFixture(state, "trades");
    cycles.run("c1", CycleFixture.NONE, 10, 0);
    Table table = cycles.silver();
    List<Record> rows = TestLake.rows(table);
    table.updateProperties().set("write.target-file-size-bytes", Integer.toString(target)).commit();

    for (int run = 0; run < RUNS; run++) {
      append(table, rows.get(0), filesOfRun, rowsOfFile);
      follow(table);
      MaintenanceReport report =
          MaintainCall.at(
              Instant.now().plus(Duration.ofHours(1)),
              cycles.lake.config(),
              List.of(
                  "--tables=" + CycleFixture.SILVER,
                  "--steps=compact",
                  "--settle=0s",
                  "--execute"));
      assertThat(report.clean()).as(report.toString()).isTrue();
      follow(table);
    }

    assertThat(rewrites).hasSize(RUNS * filesOfRun * rowsOfFile + 10);
    assertThat(Collections.max(rewrites.values())).isBetween(1, 4);
  }

  private void append(Table table, Record row, int count, int rowsOfFile) {
    AppendFiles append = table.newAppend();
    for (int i = 0; i < count; i++) {
      append.appendFile(LakeFiles.write(table, rows(row, rowsOfFile)));
    }
    append.commit();
  }

  private List<Record> rows(Record row, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              offsets++;
              Record copy = row.copy(SilverTable.KAFKA_OFFSET, 1_000 + offsets);
              copy.setField(SilverTable.MESSAGE_ID, "m" + Long.toHexString(offsets * 0x9E3779B97L));
              return copy;
            })
        .toList();
  }

  /** Counts the rows that are in another file than before. */
  private void follow(Table table) {
    table.refresh();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        for (Record row : LakeFiles.rows(table, task.file())) {
          follow((Long) row.getField(SilverTable.KAFKA_OFFSET), task.file());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void follow(long offset, DataFile file) {
    String before = files.put(offset, file.location());
    if (before == null) {
      rewrites.put(offset, 0);
    } else if (!before.equals(file.location())) {
      rewrites.merge(offset, 1, Integer::sum);
    }
  }
}
