package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.write.spill.RowSpill;
import com.k2.marketdata.lake.write.spill.SpillFixture;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task writes one file per day, in whatever order the days come. */
class InterleavedDaysTest {
  private static final int DAY = 19_000;
  private static final int MANY = 3 * TableWriter.MAX_OPEN;

  @TempDir private Path folder;
  private final SpilledTrades trades = new SpilledTrades();
  private Table silver;

  @BeforeEach
  void create() {
    silver = TestLake.in(folder).ensure(SilverTable.definition(RawTrades.KRAKEN));
  }

  @Test
  void daysInTurnMakeOneFileEach() throws IOException {
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    for (int offset = 0; offset < 5 * MANY; offset++) {
      trades.write(writer, DAY + offset % MANY, offset);
    }
    List<DataFile> files = writer.finish();
    assertThat(files).hasSize(MANY).allMatch(file -> file.recordCount() == 5);
    for (DataFile file : files) {
      assertThat(offsets(file)).hasSize(5).isSorted();
    }
  }

  @Test
  void daysInOrderAreNotSpilled() {
    TableWriter writer = new TableWriter(silver, SpillFixture.failing(), 1_000);
    for (int offset = 0; offset < MANY * 200; offset++) {
      trades.write(writer, DAY + offset / 200, offset);
    }
    assertThat(writer.finish()).hasSize(MANY).allMatch(file -> file.recordCount() == 200);
  }

  @Test
  void fewDaysInTurnAreNotSpilled() {
    TableWriter writer = new TableWriter(silver, SpillFixture.failing(), 0);
    for (int offset = 0; offset < 100 * TableWriter.MAX_OPEN; offset++) {
      trades.write(writer, DAY + offset % TableWriter.MAX_OPEN, offset);
    }
    assertThat(writer.finish()).hasSize(TableWriter.MAX_OPEN);
  }

  @Test
  void lateRowsJoinTheRowsOfTheirClosedFile() throws IOException {
    TableWriter writer = new TableWriter(silver, new RowSpill(SpillSettings.DEFAULTS), 0);
    List<Long> expected = new ArrayList<>();
    long offset = 0;
    for (int round = 0; round < 3; round++) {
      for (int day = 0; day < MANY; day++) {
        for (int i = 0; i < 4; i++) {
          if (day == 0) {
            expected.add(offset);
          }
          trades.write(writer, DAY + day, offset++);
        }
      }
    }
    List<DataFile> files = writer.finish();
    assertThat(files).hasSize(MANY).allMatch(file -> file.recordCount() == 12);
    DataFile first =
        files.stream()
            .filter(file -> file.partition().get(0, Integer.class) == DAY)
            .findFirst()
            .orElseThrow();
    assertThat(offsets(first)).isEqualTo(expected);
    assertThat(dataFiles()).hasSameSizeAs(files);
  }

  @Test
  void spilledRowsKeepTheirValues() throws IOException {
    TableWriter inTurn = new TableWriter(silver, SpillFixture.small(folder, 1 << 20, 2_000), 30);
    TableWriter oneAfterTheOther = new TableWriter(silver, SpillFixture.failing(), 0);
    for (int offset = 0; offset < 10 * MANY; offset++) {
      trades.write(inTurn, DAY + offset / 3 % MANY, offset);
    }
    for (int day = 0; day < MANY; day++) {
      for (int offset = 0; offset < 10 * MANY; offset++) {
        if (offset / 3 % MANY == day) {
          trades.write(oneAfterTheOther, DAY + day, offset);
        }
      }
    }
    assertThat(byOffset(inTurn.finish())).isEqualTo(byOffset(oneAfterTheOther.finish()));
  }

  @Test
  void spilledDayIsSplitAtTheTargetSize() throws IOException {
    silver.updateProperties().set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "20000").commit();
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    int rows = 4_000;
    for (int offset = 0; offset < rows; offset++) {
      trades.write(writer, DAY + Math.min(offset, TableWriter.MAX_OPEN), offset);
    }
    List<DataFile> files = writer.finish();
    assertThat(files).hasSizeBetween(TableWriter.MAX_OPEN + 2, TableWriter.MAX_OPEN + 4);
    assertThat(byOffset(files)).hasSize(rows);
  }

  @Test
  void reachedLimitFailsAndLeavesNothing() throws IOException {
    Path spills = folder.resolve("spills");
    TableWriter writer = new TableWriter(silver, SpillFixture.small(spills, 10_000, 5_000), 0);
    assertThatThrownBy(
            () -> {
              for (int offset = 0; offset < 100_000; offset++) {
                trades.write(writer, DAY + offset % MANY, offset);
              }
            })
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining(spills.toString())
        .hasMessageContaining("reached --maxSpillBytes=10000")
        .hasMessageContaining("Raise --maxSpillBytes");
    assertThat(dataFiles()).isNotEmpty();

    writer.abort();

    assertThat(dataFiles()).isEmpty();
    assertThat(spills).isEmptyDirectory();
  }

  @Test
  void abortWhileSpilledRowsAreWrittenLeavesNothing() throws IOException {
    TableWriter writer = new TableWriter(silver, SpillFixture.small(folder, 1 << 20, 2_000), 0);
    for (int offset = 0; offset < 10 * MANY; offset++) {
      trades.write(writer, DAY + offset / 3 % MANY, offset);
    }
    // A value that its column cannot have fails the file that it is written to.
    trades.fill(writer.row(), DAY + 5, 1);
    writer.row().set(1, null);
    writer.write(DAY + 5);
    assertThatThrownBy(writer::finish).isInstanceOf(RuntimeException.class);

    writer.abort();

    assertThat(dataFiles()).isEmpty();
  }

  private List<Path> dataFiles() throws IOException {
    Path data = Path.of(silver.location().replace("file:", "")).resolve("data");
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
  }

  private Map<Long, Record> byOffset(List<DataFile> files) throws IOException {
    Map<Long, Record> rows = new TreeMap<>();
    for (DataFile file : files) {
      for (Record row : rows(file)) {
        assertThat(rows.put((Long) row.getField(SilverTable.KAFKA_OFFSET), row)).isNull();
      }
    }
    return rows;
  }

  private List<Long> offsets(DataFile file) throws IOException {
    return rows(file).stream().map(row -> (Long) row.getField(SilverTable.KAFKA_OFFSET)).toList();
  }

  private List<Record> rows(DataFile file) throws IOException {
    List<Record> rows = new ArrayList<>();
    try (CloseableIterable<Record> read =
        Parquet.read(silver.io().newInputFile(file))
            .project(silver.schema())
            .createReaderFunc(type -> GenericParquetReaders.buildReader(silver.schema(), type))
            .build()) {
      read.forEach(rows::add);
    }
    return rows;
  }
}
