package com.k2.marketdata.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.testing.CycleFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadDeadLettersTest {
  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void eachFileOfFewRowsIsProgress(@TempDir Path folder) throws IOException {
    CycleFixture tables = new CycleFixture(folder, "trades");
    for (int cycle = 1; cycle <= 3; cycle++) {
      tables.run("c" + cycle, offset -> true, cycle);
    }
    Table letters = tables.deadLetters();
    List<FileScanTask> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> all = letters.newScan().planFiles()) {
      all.forEach(files::add);
    }
    pipeline.apply(
        ReadDeadLetters.of(TaskTable.of(letters), "trades", "id", new OffsetBitmaps(), files));
    long before = TaskProgress.inThisProcess();
    pipeline.run().waitUntilFinish();
    assertThat(TaskProgress.inThisProcess() - before).isEqualTo(3);
  }
}
