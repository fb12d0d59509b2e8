package com.k2.marketdata.lake.maintain.orphan.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.testing.CycleFixture;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesProgressTest {
  @Test
  void eachManifestListIsReported(@TempDir Path folder) {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.NONE, 1);
    tables.run("c2", CycleFixture.NONE, 2);
    Table bronze = tables.bronze();
    long before = TaskProgress.inThisProcess();
    References.manifests(bronze);
    assertThat(bronze.snapshots()).hasSize((int) (TaskProgress.inThisProcess() - before));
    assertThat(bronze.snapshots()).hasSizeGreaterThan(1);
  }
}
