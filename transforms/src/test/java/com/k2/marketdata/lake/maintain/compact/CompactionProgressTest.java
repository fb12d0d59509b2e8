package com.k2.marketdata.lake.maintain.compact;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.testing.CycleFixture;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of one row make progress, too. */
class CompactionProgressTest {
  private static final int FILES = 6;

  @Test
  void eachFileAndCommitIsReported(@TempDir Path folder) {
    CycleFixture tables = new CycleFixture(folder, "trades");
    for (int cycle = 1; cycle <= FILES; cycle++) {
      tables.run("c" + cycle, CycleFixture.NONE, cycle);
    }
    Table bronze = tables.bronze();
    CompactPlan plan = Compactions.plan(bronze, Compactions.AT_ONCE);
    assertThat(plan.groups())
        .singleElement()
        .satisfies(group -> assertThat(group.files()).hasSize(FILES));

    long before = TaskProgress.inThisProcess();
    List<RewrittenGroup> rewritten = Compactions.rewrite(bronze, plan);
    long rewriting = TaskProgress.inThisProcess();
    Compactions.commit(bronze, rewritten);

    assertThat(rewriting - before).isEqualTo(FILES + 1);
    assertThat(TaskProgress.inThisProcess() - rewriting).isEqualTo(1);
  }
}
