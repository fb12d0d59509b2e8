package com.k2.marketdata.lake.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of bronze that a cycle reads. */
class BronzeSelectionTest {
  @TempDir private Path folder;

  @Test
  void onlyRowsOfRangesAndTopicAreSelected() {
    BronzeSelection selection =
        new BronzeSelection(
            "topic", "id", List.of(new OffsetRange(1, 10, 20), new OffsetRange(4, 0, 5)));
    assertThat(selection.selects("id", 1, 10)).isTrue();
    assertThat(selection.selects("id", 1, 19)).isTrue();
    assertThat(selection.selects("id", 4, 0)).isTrue();
    assertThat(selection.selects("id", 1, 9)).isFalse();
    assertThat(selection.selects("id", 1, 20)).isFalse();
    assertThat(selection.selects("id", 0, 0)).isFalse();
    assertThat(selection.selects("id", 2, 15)).isFalse();
    assertThat(selection.selects("id", 5, 0)).isFalse();
    assertThat(selection.selects("other", 1, 15)).isFalse();
  }

  @Test
  void noRangesSelectNoRows() {
    assertThat(new BronzeSelection("topic", "id", List.of()).selects("id", 0, 0)).isFalse();
  }

  @Test
  void filterWorksWithVeryManyPartitions() throws Exception {
    Table bronze = TestLake.in(folder).ensure(BronzeTable.definition(RawTrades.BINANCE));
    bronze.newAppend().appendFile(TestLake.fileOf(bronze, "ingestion_date=2026-11-22", 5)).commit();
    List<OffsetRange> ranges =
        IntStream.range(0, 50_000).mapToObj(each -> new OffsetRange(each, 5, 9)).toList();
    BronzeSelection selection = new BronzeSelection("topic", "id", ranges);
    try (CloseableIterable<FileScanTask> files =
        bronze.newScan().filter(selection.filter()).planFiles()) {
      assertThat(files).hasSize(1);
    }
  }
}
