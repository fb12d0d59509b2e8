package com.k2.marketdata.maintain;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.TestLake;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableHealthTest {
  @TempDir private Path folder;

  @Test
  void countsFilesAndSnapshots() throws Exception {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    tables.run("c2", EVERY_FIFTH, 20, 20);
    Table bronze = tables.bronze();
    TableHealth health = TableHealth.of(bronze);
    assertThat(health.snapshots()).isEqualTo(3);
    assertThat(health.oldest()).isNotNull();
    assertThat(health.rows()).isEqualTo(40);
    assertThat(health.rowsOfOthers()).isZero();
    assertThat(health.files()).isEqualTo(health.smallFiles()).isPositive();
    assertThat(health.smallShare()).isEqualTo(1);
    String metadata = ((HasTableOperations) bronze).operations().current().metadataFileLocation();
    assertThat(health.metadataBytes()).isEqualTo(Files.size(local(metadata)));
    assertThat(health.warnings()).isEmpty();
  }

  @Test
  void onlyFilesBelowThreeQuartersAreSmall() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    Table bronze = tables.bronze();
    TestLake.append(
        bronze,
        List.of(
            TestLake.fileOf(bronze, "ingestion_date=2026-11-01", 1),
            TestLake.fileOf(bronze, "ingestion_date=2026-11-02", 1)));
    for (String target : List.of("133", "134")) {
      bronze.updateProperties().set("write.target-file-size-bytes", target).commit();
      assertThat(TableHealth.of(bronze).smallFiles()).isEqualTo(target.equals("133") ? 0 : 2);
    }
  }

  @Test
  void warnsOfRowsThatOthersChanged() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    Table bronze = tables.bronze();
    TestLake.append(bronze, List.of(TestLake.fileOf(bronze, "ingestion_date=2026-11-01", 7)));
    TableHealth health = TableHealth.of(bronze);
    assertThat(health.rowsOfOthers()).isEqualTo(7);
    assertThat(health.warnings())
        .anyMatch(warning -> warning.contains("added 7 rows"))
        .anyMatch(warning -> warning.contains("needs an anchor"));
  }

  @Test
  void warnsOfALostPosition() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    ForeignTool.rewrite(tables.bronze());
    ForeignTool.expire(tables.bronze());
    assertThat(TableHealth.of(tables.bronze()).warnings())
        .anyMatch(warning -> warning.contains("no position"));
  }

  @Test
  void saysThatDeadLettersArePending() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    TableName silver = new TableName(TableRole.SILVER, Exchanges.named("binance"));
    Preparation preparation = new Preparation(tables.lake.config(), silver, tables.silver());
    assertThat(preparation.deadLetters()).isEmpty();
    Table deadLetters = tables.deadLetters();
    long before = deadLetters.currentSnapshot().parentId();
    deadLetters.manageSnapshots().rollbackTo(before).commit();
    assertThat(preparation.deadLetters()).isNotEmpty();
  }

  private static Path local(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }
}
