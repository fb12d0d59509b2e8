package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingJdbcCatalogTest {
  @TempDir private Path folder;
  private CatalogConfig config;
  private Catalog ours;
  private Catalog others;
  private TableIdentifier name;

  @BeforeEach
  void create() {
    config = LocalCatalog.in(folder, "market_data");
    ours = config.open();
    // Another process without this one's cache, such as another tool with Iceberg's own catalog.
    Map<String, String> icebergs = new HashMap<>(config.properties());
    icebergs.remove("catalog-impl");
    icebergs.put("type", "jdbc");
    others = new CatalogConfig(config.namespace(), icebergs).open();
    assertThat(others.getClass()).isEqualTo(JdbcCatalog.class);
    name = config.table(DeadLetterTable.NAME);
    new LedgerCommit(new TableSetup(config).ensure(DeadLetterTable.definition()), "a")
        .commit(null, Ledgers.starting("a", 1), Table::newAppend);
  }

  @Test
  void cachedMetadataEqualsTheFile() {
    Table table = ours.loadTable(name);
    for (int commit = 0; commit < 2 * MetadataCache.MAX_COMMITS; commit++) {
      append(table);
      TableMetadata cached = metadata(table);
      TableMetadata written = TableMetadataParser.read(table.io(), cached.metadataFileLocation());
      assertThat(cached.changes()).isEmpty();
      assertThat(TableMetadataParser.toJson(cached)).isEqualTo(TableMetadataParser.toJson(written));
      assertThat(cached.lastUpdatedMillis()).isEqualTo(written.lastUpdatedMillis());
    }
  }

  @Test
  void ownCommitIsNotReadAgain() {
    Table table = ours.loadTable(name);
    append(table);
    assertThat(metadata(ours.loadTable(name))).isSameAs(metadata(table));
  }

  @Test
  void manifestListsOfOldSnapshotsAreReleased() {
    Table table = ours.loadTable(name);
    TableMetadata before = metadata(table);
    for (int commit = 0; commit <= MetadataCache.MAX_COMMITS; commit++) {
      append(table);
    }
    long first = before.currentSnapshot().snapshotId();
    assertThat(metadata(table).snapshot(first)).isNotSameAs(before.currentSnapshot());
  }

  @Test
  void commitOfAnotherProcessIsNotOverwritten() {
    Table table = ours.loadTable(name);
    Table theirs = others.loadTable(name);
    append(theirs);

    assertThatThrownBy(() -> setProperty(table)).isInstanceOf(CommitFailedException.class);
    table.refresh();
    assertThat(table.currentSnapshot().snapshotId())
        .isEqualTo(theirs.currentSnapshot().snapshotId());
    append(table);
    theirs.refresh();
    assertThat(theirs.currentSnapshot().parentId())
        .isEqualTo(table.snapshot(theirs.currentSnapshot().parentId()).snapshotId());
  }

  @Test
  void tableDroppedByAnotherProcessIsGone() {
    Table table = ours.loadTable(name);
    append(table);
    others.dropTable(name, false);
    assertThatThrownBy(table::refresh).isInstanceOf(NoSuchTableException.class);
    assertThatThrownBy(() -> ours.loadTable(name)).isInstanceOf(NoSuchTableException.class);

    Table recreated = recreate();
    assertThat(metadata(ours.loadTable(name)).uuid()).isEqualTo(metadata(recreated).uuid());
    assertThat(ours.loadTable(name).currentSnapshot()).isNull();
  }

  @Test
  void recreatedTableIsNotTheOldOne() {
    Table table = ours.loadTable(name);
    append(table);
    others.dropTable(name, false);
    recreate();
    assertThatThrownBy(table::refresh).hasMessageContaining("UUID");
    assertThat(ours.loadTable(name).currentSnapshot()).isNull();
  }

  @Test
  void viewIsNotReadAsATable() {
    TableIdentifier view = TableIdentifier.of(name.namespace(), "a_view");
    ((ViewCatalog) others)
        .buildView(view)
        .withSchema(DeadLetterTable.definition().schema())
        .withDefaultNamespace(view.namespace())
        .withQuery("spark", "SELECT 1")
        .create();

    assertThat(ours.tableExists(view)).isFalse();
    assertThatThrownBy(() -> ours.loadTable(view)).isInstanceOf(NoSuchTableException.class);
  }

  @Test
  void tableWithoutARecordTypeIsUsable() throws SQLException {
    execute("UPDATE iceberg_tables SET iceberg_type = NULL"); // as written with schema version V0
    Table table = ours.loadTable(name);
    append(table);
    assertThat(others.loadTable(name).currentSnapshot()).isEqualTo(table.currentSnapshot());
  }

  @Test
  void catalogsReadEachOthersTables() {
    for (Catalog writer : List.of(ours, others)) {
      Catalog reader = writer == ours ? others : ours;
      TableIdentifier table = TableIdentifier.of(name.namespace(), "of_" + (writer == ours));
      Table written = writer.createTable(table, DeadLetterTable.definition().schema());
      written.newAppend().commit();

      Table read = reader.loadTable(table);
      assertThat(read.currentSnapshot()).isEqualTo(written.currentSnapshot());
      read.newAppend().commit();
      written.refresh();
      assertThat(written.currentSnapshot()).isEqualTo(read.currentSnapshot());
    }
  }

  @Test
  void loserOfARaceDeletesItsMetadataFile() throws IOException {
    Table table = ours.loadTable(name);
    others.loadTable(name).newAppend().commit();
    Set<Path> before = metadataFiles();

    assertThatThrownBy(() -> setProperty(table)).isInstanceOf(CommitFailedException.class);

    assertThat(metadataFiles()).isEqualTo(before);
  }

  @Test
  void metadataFileStaysIfTheOutcomeIsUnknown() throws IOException, SQLException {
    Map<String, String> impatient = new HashMap<>(config.properties());
    impatient.computeIfPresent("uri", (key, uri) -> uri.replaceFirst("timeout=.*", "timeout=1"));
    Table table = new CatalogConfig(config.namespace(), impatient).open().loadTable(name);
    Set<Path> before = metadataFiles();

    try (Connection lock = connect();
        Statement statement = lock.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> setProperty(table))
          .isInstanceOf(UncheckedSQLException.class)
          .hasMessageContaining("unknown whether");
    }

    assertThat(metadataFiles()).hasSize(before.size() + 1).containsAll(before);
  }

  private static void setProperty(Table table) {
    TableMetadata seen = metadata(table);
    ((HasTableOperations) table)
        .operations()
        .commit(seen, seen.replaceProperties(Map.of("a", "b")));
  }

  private Set<Path> metadataFiles() throws IOException {
    try (Stream<Path> files =
        Files.list(folder.resolve("warehouse/market_data/" + name.name() + "/metadata"))) {
      return files
          .filter(file -> file.toString().contains(".metadata.json"))
          .collect(Collectors.toSet());
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(config.properties().get("uri"));
  }

  private Table recreate() {
    return others
        .buildTable(name, DeadLetterTable.definition().schema())
        .withPartitionSpec(DeadLetterTable.definition().spec())
        .create();
  }

  private static void append(Table table) {
    new CarryCommit(table, "append-" + UUID.randomUUID())
        .commit(
            current ->
                current
                    .newAppend()
                    .appendFile(
                        TestLake.fileOf(current, "dlq_date=2026-01-01/bronze_source=a", 1)));
  }

  private static TableMetadata metadata(Table table) {
    return ((HasTableOperations) table).operations().current();
  }
}
