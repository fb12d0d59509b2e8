package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each partition value has one Parquet file, unless the file reaches the target size. */
class TableWriterTest {
  private static final long DAY = TimeUnit.DAYS.toMicros(1);

  @TempDir private Path folder;
  private Table silver;

  @BeforeEach
  void create() {
    silver = TestLake.in(folder).ensure(SilverTable.definition(RawTrades.BINANCE));
  }

  @Test
  void backfillOverHundredsOfDaysLosesNoRow() {
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    int days = 200;
    for (int i = 0; i < days; i++) {
      write(writer, i, SilverTrades.TODAY - i * DAY + i);
      write(writer, days + i, SilverTrades.TODAY - i * DAY + i);
    }
    List<DataFile> files = writer.finish();
    assertThat(writer.rows()).isEqualTo(2 * days);
    assertThat(files).hasSize(days).allMatch(file -> file.recordCount() == 2);
    TestLake.append(silver, files);
    assertThat(offsets(silver)).hasSize(2 * days);
  }

  @Test
  void aFileEndsAtTheTargetSize() {
    silver.updateProperties().set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "20000").commit();
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    for (int i = 0; i < 10_000; i++) {
      write(writer, i, SilverTrades.TODAY + i);
    }
    List<DataFile> files = writer.finish();
    assertThat(files).hasSizeBetween(3, 10);
    assertThat(files.stream().mapToLong(DataFile::recordCount).sum()).isEqualTo(10_000);
    TestLake.append(silver, files);
    assertThat(offsets(silver)).hasSize(10_000);
  }

  @Test
  void noRowsMakeNoFile() {
    assertThat(new TableWriter(silver, SpillSettings.DEFAULTS).finish()).isEmpty();
  }

  @Test
  void aDataFileHasPartitionMetricsAndSplits() {
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    write(writer, 5, -1); // the last microsecond of 1969
    write(writer, 9, -DAY);
    DataFile file = writer.finish().get(0);
    assertThat(file.partition().get(0, Integer.class)).isEqualTo(-1);
    assertThat(file.location()).contains("timestamp_day=1969-12-31");
    assertThat(file.splitOffsets()).isNotEmpty();
    assertThat(file.fileSizeInBytes())
        .isEqualTo(silver.io().newInputFile(file.location()).getLength());
    int offset = silver.schema().findField("kafka_offset").fieldId();
    assertThat((Object) bound(file.lowerBounds().get(offset))).isEqualTo(5L);
    assertThat((Object) bound(file.upperBounds().get(offset))).isEqualTo(9L);
    assertThat(file.nullValueCounts())
        .containsEntry(silver.schema().findField("platform_sequence").fieldId(), 2L);
  }

  @Test
  void eachClosedFileIsProgress() {
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    for (int day = 0; day < 5; day++) {
      write(writer, day, SilverTrades.TODAY - day * DAY);
    }
    long before = TaskProgress.inThisProcess();
    writer.finish();
    assertThat(TaskProgress.inThisProcess() - before).isEqualTo(5);
  }

  private static void write(TableWriter writer, long offset, long micros) {
    SilverTrades.write(writer, offset, SilverTrades.trade(micros, Map.of()));
  }

  private static Set<Object> offsets(Table table) {
    Set<Object> offsets = new HashSet<>();
    TestLake.rows(table).forEach(row -> offsets.add(row.getField("kafka_offset")));
    return offsets;
  }

  private static Long bound(ByteBuffer value) {
    return Conversions.fromByteBuffer(Types.LongType.get(), value);
  }
}
