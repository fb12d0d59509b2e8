package com.k2.marketdata.verify.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.verify.contents.task.ContentReader;
import com.k2.marketdata.verify.contents.task.ContentTable;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.BaseCombinedScanTask;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one row make progress, too. */
class FileProgressTest {
  private static final int FILES = 4;

  @TempDir private Path folder;
  private Table bronze;
  private final List<FileScanTask> files = new ArrayList<>();
  private final List<FileFault> faults = new ArrayList<>();

  @BeforeEach
  void fill() throws IOException {
    CycleFixture tables = new CycleFixture(folder, "trades");
    for (int cycle = 1; cycle <= FILES; cycle++) {
      tables.run("c" + cycle, CycleFixture.NONE, cycle);
    }
    bronze = tables.bronze();
    try (CloseableIterable<FileScanTask> all = bronze.newScan().planFiles()) {
      all.forEach(files::add);
    }
    assertThat(files).hasSize(FILES);
  }

  @Test
  void offsetsOfEachFileAreReported() {
    long before = TaskProgress.inThisProcess();
    OffsetColumns.of(TableRole.BRONZE, bronze)
        .read(new BaseCombinedScanTask(files), blocks(), blocks(), faults::add);
    // The footer and the rows.
    assertThat(TaskProgress.inThisProcess() - before).isEqualTo(2 * FILES);
    assertThat(faults).isEmpty();
  }

  @Test
  void filesWithoutMatchingRowsAreReported() {
    ContentTable table =
        new ContentTable(
            TableRole.BRONZE,
            CycleFixture.BRONZE,
            TaskTable.of(bronze),
            bronze.currentSnapshot().snapshotId(),
            CycleFixture.BRONZE,
            List.of());
    ContentReader reader = new ContentReader(table, faults::add);
    long before = TaskProgress.inThisProcess();
    for (FileScanTask file : files) {
      reader.read(file, Expressions.lessThan("offset", 0L), row -> faults.add(null));
    }
    assertThat(TaskProgress.inThisProcess() - before).isEqualTo(FILES);
    assertThat(faults).isEmpty();
  }

  @Test
  void readingAFaultyFileAgainIsReported() {
    FileCheck check =
        new FileCheck(OffsetColumns.of(TableRole.BRONZE, bronze), bronze, files.get(0));
    long before = TaskProgress.inThisProcess();
    assertThat(check.explain(new IllegalStateException()).kind())
        .isEqualTo(FileFault.Kind.FILE_DAMAGED);
    assertThat(TaskProgress.inThisProcess()).isGreaterThan(before);
  }

  private static OpenBlocks blocks() {
    return new OpenBlocks(Axis.KAFKA_OFFSETS, TableRole.BRONZE, 10, (key, block) -> {});
  }
}
