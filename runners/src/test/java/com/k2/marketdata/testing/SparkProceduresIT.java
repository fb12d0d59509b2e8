package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class SparkProceduresIT {
  private static final String NAME = "numbers";
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "number", Types.LongType.get()));

  @AutoClose private static final SparkSql spark = SparkSql.start();

  @TempDir private Path state;
  @TempDir private Path scratch;
  private Table table;
  private SparkProcedures procedures;

  @BeforeEach
  void createTable() {
    CatalogConfig catalog = LocalCatalog.in(state, "market_data");
    ((SupportsNamespaces) catalog.open()).createNamespace(catalog.table(NAME).namespace());
    table = catalog.open().createTable(catalog.table(NAME), SCHEMA);
    for (long number = 1; number <= 3; number++) {
      LakeFiles.append(table, LakeFiles.row(table, Map.of("number", number)));
    }
    procedures = SparkProcedures.of(spark, state);
  }

  @Test
  void rehearsalListsWhatExpiryDeletes() {
    procedures.compact(NAME);
    table.refresh();
    Snapshot current = table.currentSnapshot();
    Instant now = Instant.now().plusMillis(1);

    SparkProcedures.Deletions rehearsed =
        procedures.rehearseExpiry(NAME, scratch, now, "retain_last => 1");
    table.refresh();
    assertThat(table.snapshots()).hasSize(4);
    assertThat(rehearsed.files()).isNotEmpty().allMatch(Files::exists);

    SparkProcedures.Deletions deleted = procedures.expire(NAME, now, "retain_last => 1");
    assertThat(deleted.files()).isEqualTo(rehearsed.files()).noneMatch(Files::exists);
    table.refresh();
    assertThat(table.snapshots()).containsExactly(current);
  }

  @Test
  void expiryKeepsFilesOfTheCurrentSnapshot() {
    Set<Path> deleted = procedures.expireAll(NAME).files();
    assertThat(deleted).isNotEmpty().noneMatch(file -> file.toString().endsWith(".parquet"));
    assertThat(Tables.of(state).rows(NAME)).hasSize(3);
  }

  @Test
  void orphansAreOldFilesWithoutAReference() throws IOException {
    Path orphan = Files.writeString(data().resolve("orphan.parquet"), "no reference");
    Path young = Files.writeString(data().resolve("young.parquet"), "no reference");
    Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(Duration.ofDays(4))));

    assertThat(procedures.orphans(NAME, true).files()).containsExactly(orphan);
    assertThat(orphan).exists();
    assertThat(procedures.orphans(NAME, false).files()).containsExactly(orphan);
    assertThat(orphan).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void manifestsBecomeOne() {
    SparkSql.Result result = procedures.rewriteManifests(NAME);
    assertThat(result.value("rewritten_manifests_count")).isEqualTo(3);
    table.refresh();
    assertThat(table.currentSnapshot().allManifests(table.io())).hasSize(1);
  }

  private Path data() {
    return SparkProcedures.path(table.location()).resolve("data");
  }
}
