package com.k2.marketdata.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.read.TopicRows;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.LakeFiles;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions for tables that have lost theirs. */
class SetPositionTest {
  private static final String TOPIC = RawTrades.BINANCE.topic();
  private static final TreeMap<Integer, Long> TEN = new TreeMap<>(Map.of(0, 10L, 1, 10L));

  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, TOPIC);
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
  }

  @Test
  void newPositionCountsTheRowsOfItsTopicOnly() {
    appendRowOf("other", tables.bronze());
    lose(tables.bronze());
    ExchangeLake lake = lake();

    set(lake, lake.bronze().orElseThrow()).apply();

    tables.bronze().refresh();
    assertThat(tables.ledger(tables.bronze()).rows()).isEqualTo(20);
    assertThat(TopicRows.existWithoutLedger(tables.bronze(), "other")).isTrue();
  }

  @Test
  void tableThatChangedAfterPlanningIsRefused() {
    lose(tables.bronze());
    ExchangeLake lake = lake();
    LedgerPlan plan = set(lake, lake.bronze().orElseThrow());
    appendRowOf(TOPIC, tables.bronze());

    assertThatThrownBy(plan::apply).isInstanceOf(ConflictException.class);
  }

  @Test
  void silversPresentPositionGivesUpLostDeadLetters() {
    Ledger silver = tables.ledger(tables.silver());
    ForeignTool.deleteRows(tables.deadLetters());
    ForeignTool.expire(tables.deadLetters());
    ExchangeLake lake = lake();

    LedgerPlan plan = set(lake, lake.silver().orElseThrow());
    assertThat(plan.notes()).singleElement().asString().contains("given up");
    plan.apply();

    tables.deadLetters().refresh();
    Ledger deadLetters = tables.ledger(tables.deadLetters());
    assertThat(deadLetters.next()).isEqualTo(silver.next());
    assertThat(deadLetters.rows()).isZero();
  }

  private static LedgerPlan set(ExchangeLake lake, ExchangeLake.Named table) {
    TopicState kafka =
        new TopicState(
            new TopicIdentity(Ledgers.CLUSTER, TOPIC, Ledgers.TOPIC_ID),
            new TreeMap<>(Map.of(0, 0L, 1, 0L)),
            TEN,
            TEN,
            new TreeMap<>());
    return new SetPosition(lake, Optional.of(kafka), "test").plan(List.of(table), TEN);
  }

  private ExchangeLake lake() {
    return ExchangeLake.open(tables.lake.config(), RawTrades.BINANCE, TOPIC);
  }

  private static void appendRowOf(String topic, Table table) {
    Record row = TestLake.rows(table).get(0);
    row.setField(BronzeTable.TOPIC, topic);
    table.newAppend().appendFile(LakeFiles.write(table, List.of(row))).commit();
  }

  private static void lose(Table table) {
    ForeignTool.rewrite(table);
    ForeignTool.expire(table);
  }
}
