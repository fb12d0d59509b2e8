package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.ledger.LedgerCommit;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingJdbcCatalogTest {
  @TempDir private Path folder;
  private Catalog ours;
  private Catalog others;
  private TableIdentifier name;

  @BeforeEach
  void create() {
    CatalogConfig config = LocalCatalog.in(folder, "market_data");
    ours = config.open();
    Map<String, String> another = new HashMap<>(config.properties());
    another.put("clients", "2"); // another process has another JVM's memory
    others = new CatalogConfig(config.namespace(), another).open();
    name = config.table(DeadLetterTable.NAME);
    new LedgerCommit(new TableSetup(config).ensure(DeadLetterTable.definition()), "a")
        .commit(null, Ledgers.starting("a", 1), Table::newAppend);
  }

  @Test
  void whatIsRememberedIsWhatTheFileHolds() {
    Table table = ours.loadTable(name);
    for (int commit = 0; commit < 2 * MetadataCache.MAX_COMMITS; commit++) {
      append(table);
      TableMetadata remembered = metadata(table);
      TableMetadata written =
          TableMetadataParser.read(table.io(), remembered.metadataFileLocation());
      assertThat(remembered.changes()).isEmpty();
      assertThat(TableMetadataParser.toJson(remembered))
          .isEqualTo(TableMetadataParser.toJson(written));
      assertThat(remembered.lastUpdatedMillis()).isEqualTo(written.lastUpdatedMillis());
    }
  }

  @Test
  void ownCommitIsKnownToAllWhoLoadTheTableWithoutReadingIt() {
    Table table = ours.loadTable(name);
    append(table);
    assertThat(metadata(ours.loadTable(name))).isSameAs(metadata(table));
  }

  @Test
  void manifestsOfManySnapshotsAreNotKept() {
    Table table = ours.loadTable(name);
    TableMetadata before = metadata(table);
    for (int commit = 0; commit <= MetadataCache.MAX_COMMITS; commit++) {
      append(table);
    }
    long first = before.currentSnapshot().snapshotId();
    assertThat(metadata(table).snapshot(first)).isNotSameAs(before.currentSnapshot());
  }

  @Test
  void commitOfAnotherProcessIsSeenAndNotOverwritten() {
    Table table = ours.loadTable(name);
    TableMetadata seen = metadata(table);
    Table theirs = others.loadTable(name);
    append(theirs);

    assertThatThrownBy(
            () ->
                ((HasTableOperations) table)
                    .operations()
                    .commit(seen, seen.replaceProperties(Map.of("a", "b"))))
        .isInstanceOf(CommitFailedException.class);
    table.refresh();
    assertThat(table.currentSnapshot().snapshotId())
        .isEqualTo(theirs.currentSnapshot().snapshotId());
    append(table);
    theirs.refresh();
    assertThat(theirs.currentSnapshot().parentId())
        .isEqualTo(table.snapshot(theirs.currentSnapshot().parentId()).snapshotId());
  }

  @Test
  void tableThatAnotherProcessDroppedIsGoneAndOneMadeAnewIsNotTheOld() {
    Table table = ours.loadTable(name);
    append(table);
    others.dropTable(name, false);
    assertThatThrownBy(table::refresh).isInstanceOf(NoSuchTableException.class);
    assertThatThrownBy(() -> ours.loadTable(name)).isInstanceOf(NoSuchTableException.class);

    Table open = reopened();
    assertThat(metadata(ours.loadTable(name)).uuid()).isEqualTo(metadata(open).uuid());
    assertThat(ours.loadTable(name).currentSnapshot()).isNull();
  }

  @Test
  void tableThatWasReplacedIsNotTakenForTheOldOne() {
    Table table = ours.loadTable(name);
    append(table);
    others.dropTable(name, false);
    reopened();
    assertThatThrownBy(table::refresh).hasMessageContaining("UUID");
    assertThat(ours.loadTable(name).currentSnapshot()).isNull();
  }

  private Table reopened() {
    return others
        .buildTable(name, DeadLetterTable.definition().schema())
        .withPartitionSpec(DeadLetterTable.definition().spec())
        .create();
  }

  private static void append(Table table) {
    LedgerCommit.carry(
        table,
        current ->
            current
                .newAppend()
                .appendFile(TestLake.fileOf(current, "dlq_date=2026-01-01/bronze_source=a", 1)));
  }

  private static TableMetadata metadata(Table table) {
    return ((HasTableOperations) table).operations().current();
  }
}
