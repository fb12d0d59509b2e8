package com.k2.marketdata.lake.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and carrying the ledgers of a table. */
class TableLedgersTest {
  @TempDir private Path folder;
  private Table table;

  @BeforeEach
  void create() {
    table = TestLake.in(folder).ensure(DeadLetterTable.definition());
  }

  @Test
  void tableWithoutSnapshotsHasNoLedgers() {
    TableLedgers none = TableLedgers.read(table);
    assertThat(none.parent()).isNull();
    assertThat(none.byTopic()).isEmpty();
  }

  /** Optional in format version 1. */
  @Test
  void snapshotWithoutASummaryHasNoLedgers() {
    String json = "{\"snapshot-id\":1,\"timestamp-ms\":1,\"manifest-list\":\"file:/a\"}";
    assertThat(TableLedgers.of(SnapshotParser.fromJson(json))).isEmpty();
  }

  @Test
  void tableOfOtherToolsHasAParentOnly() {
    table.newAppend().commit();
    TableLedgers none = TableLedgers.read(table);
    assertThat(none.parent()).isEqualTo(table.currentSnapshot().snapshotId());
    assertThat(none.byTopic()).isEmpty();
  }

  @Test
  void readingSkipsSnapshotsOfOtherTools() {
    commit("a", Ledgers.at("c1", 5));
    table.newAppend().commit();
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    table.newAppend().commit();
    TableLedgers found = TableLedgers.read(table);
    assertThat(found.parent()).isEqualTo(table.currentSnapshot().snapshotId());
    assertThat(found.of("a")).contains(Ledgers.at("c1", 5));
  }

  @Test
  void commitOfOneTopicCarriesTheOthers() {
    commit("a", Ledgers.at("c1", 5));
    commit("b", Ledgers.at("c2", 7));
    table.newAppend().commit();
    commit("a", Ledgers.at("c3", 9));
    TableLedgers found = TableLedgers.read(table);
    assertThat(found.of("a")).contains(Ledgers.at("c3", 9));
    assertThat(found.of("b")).contains(Ledgers.at("c2", 7));
    assertThat(TableLedgers.of(table.currentSnapshot())).hasSize(2);
  }

  @Test
  void earlierSnapshotHasItsOwnLedgers() {
    commit("a", Ledgers.at("c1", 5));
    long earlier = table.currentSnapshot().snapshotId();
    commit("a", Ledgers.at("c2", 6));
    assertThat(TableLedgers.at(table, earlier).of("a")).contains(Ledgers.at("c1", 5));
  }

  @Test
  void rollbackRestoresTheEarlierLedger() {
    commit("a", Ledgers.at("c1", 5));
    long earlier = table.currentSnapshot().snapshotId();
    commit("a", Ledgers.at("c2", 6));
    table.manageSnapshots().rollbackTo(earlier).commit();
    assertThat(TableLedgers.read(table).of("a")).contains(Ledgers.at("c1", 5));
  }

  @Test
  void topicsWithACommonPrefixAreDistinct() {
    commit("trades", Ledgers.at("c1", 5));
    commit("trades.raw", Ledgers.at("c2", 7));
    assertThat(TableLedgers.read(table).of("trades")).contains(Ledgers.at("c1", 5));
    assertThat(TableLedgers.read(table).of("trades.ra")).isEmpty();
  }

  @Test
  void unreadableLedgerIsAnError() {
    table.newAppend().set(TableLedgers.KEY + "a", "{broken").commit();
    assertThatThrownBy(() -> TableLedgers.read(table)).hasMessageContaining("{broken");
  }

  private void commit(String topic, Ledger ledger) {
    AppendFiles append = table.newAppend();
    new TableLedgers(null, new TreeMap<>(TableLedgers.read(table).byTopic()))
        .with(topic, ledger)
        .writeTo(append);
    append.commit();
  }
}
