package com.k2.marketdata.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.testing.CycleFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
  private static final Instant TIME = Instant.parse("2026-11-26T10:00:00Z");
  private static final PlannedItem ORPHAN =
      new PlannedItem(
          MaintenanceStep.ORPHANS, Kind.DATA_FILE, "s3://b/\"quoted\".parquet", 7, 9, "old");
  private static final PlannedItem SNAPSHOT =
      new PlannedItem(MaintenanceStep.EXPIRE, Kind.SNAPSHOT, "42", -1, 5, "older than 7d");

  @TempDir private Path folder;

  @Test
  void readsWhatItWroteByTableAndStep() throws IOException {
    CycleFixture tables = new CycleFixture(folder, "trades");
    Path file = write(tables);
    StoredPlan plan = StoredPlan.read(file);
    Table bronze = tables.bronze();
    assertThat(plan.targets("bronze", bronze, MaintenanceStep.ORPHANS))
        .containsExactly(ORPHAN.target());
    assertThat(plan.targets("bronze", bronze, MaintenanceStep.COMPACT)).isEmpty();
    assertThat(plan.targets("silver", tables.silver(), MaintenanceStep.EXPIRE))
        .containsExactly("42");
    assertThat(plan.targets("dead letters", bronze, MaintenanceStep.EXPIRE)).isEmpty();
    assertThat(Files.readAllLines(file).get(1))
        .isEqualTo(
            "{\"step\":\"orphans\",\"kind\":\"data_file\","
                + "\"target\":\"s3://b/\\\"quoted\\\".parquet\",\"bytes\":7,\"ageMillis\":9,"
                + "\"why\":\"old\"}");
    assertThat(Files.readAllLines(file).get(0))
        .contains(bronze.uuid().toString(), TIME.toString(), ".metadata.json", "\"limit\":\"1\"");
  }

  @Test
  void planOfAReplacedTableIsRefused() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    StoredPlan plan = StoredPlan.read(write(tables));
    assertThatThrownBy(() -> plan.targets("bronze", tables.silver(), MaintenanceStep.ORPHANS))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining(tables.bronze().uuid().toString());
  }

  @Test
  void incompletePlanLeavesNoFile() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    Path file = folder.resolve("plan");
    try (PlanFile plan = PlanFile.create(file)) {
      plan.table("bronze", tables.bronze(), TIME, Map.of());
    }
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("plan"));
  }

  @Test
  void otherFilesAreUsageErrors() throws IOException {
    Path file = folder.resolve("plan");
    for (String content :
        List.of("no JSON", "[]", "{\"step\":\"expire\",\"target\":\"1\"}", "{\"table\":1}")) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> StoredPlan.read(file))
          .as(content)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("line 1");
    }
    assertThatThrownBy(() -> StoredPlan.read(folder.resolve("missing")))
        .isInstanceOf(UsageException.class);
  }

  private Path write(CycleFixture tables) {
    Path file = folder.resolve("plan");
    try (PlanFile plan = PlanFile.create(file)) {
      plan.table("bronze", tables.bronze(), TIME, Map.of("limit", "1"));
      plan.add(ORPHAN);
      plan.table("silver", tables.silver(), TIME, Map.of());
      plan.add(SNAPSHOT);
      plan.complete();
    }
    return file;
  }
}
