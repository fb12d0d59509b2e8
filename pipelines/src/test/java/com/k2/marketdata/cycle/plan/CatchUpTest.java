package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.cycle.table.TradeTables;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept from one plan to the next. */
class CatchUpTest {
  private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "trades", "id");
  private static final Ledger START = Ledger.starting(TOPIC, "start", 1, Map.of(0, 5L));

  @TempDir private Path folder;
  private final AtomicInteger opened = new AtomicInteger();

  @Test
  void endFollowsTheSource() {
    CatchUp catchUp = catchUp(false);
    catchUp.tables(tables -> tables.startAt(START));

    assertThat(catchUp.end(end(20))).isEqualTo(end(20));
    assertThat(catchUp.end(end(30))).isEqualTo(end(30));
    assertThat(catchUp.lag()).isEqualTo(25);
  }

  @Test
  void onceTheFirstEndIsFinal() {
    CatchUp catchUp = catchUp(true);
    catchUp.end(end(20));
    catchUp.forget();

    assertThat(catchUp.end(end(30))).isEqualTo(end(20));
  }

  @Test
  void tablesAreOpenedAgainAfterForget() {
    CatchUp catchUp = catchUp(false);
    TradeTables first = catchUp.tables(tables -> tables.startAt(START));
    assertThat(catchUp.tables(tables -> {})).isSameAs(first);
    assertThat(opened).hasValue(1);

    catchUp.forget();
    assertThatThrownBy(catchUp::positions).isInstanceOf(IllegalStateException.class);

    assertThat(catchUp.tables(tables -> tables.startAt(START))).isNotSameAs(first);
    assertThat(catchUp.positions()).containsEntry(0, 5L);
    assertThat(opened).hasValue(2);
  }

  @Test
  void lostPositionIsRestoredAfterForget() {
    CatchUp catchUp = catchUp(false);
    catchUp.tables(tables -> tables.startAt(START));
    Table bronze = TestLake.in(folder).load(RawTrades.BINANCE.bronzeTable());
    bronze.newAppend().commit();
    ForeignTool.expire(bronze);

    catchUp.forget();
    catchUp.tables(tables -> tables.startAt(Ledger.starting(TOPIC, "new", 9, Map.of(0, 70L))));
    assertThat(catchUp.positions()).containsEntry(0, 5L);
  }

  @Test
  void anchorsAreCommittedToOpenTables() {
    CatchUp catchUp = catchUp(false);
    catchUp.anchor();
    catchUp.tables(tables -> tables.startAt(START));
    Table bronze = TestLake.in(folder).load(RawTrades.BINANCE.bronzeTable());
    bronze.newAppend().commit();

    catchUp.anchor();
    bronze.refresh();
    assertThat(TableLedgers.of(bronze.currentSnapshot())).containsEntry("trades", START);
  }

  @Test
  void failedStartIsRepeated() {
    CatchUp catchUp = catchUp(false);
    assertThatThrownBy(
            () ->
                catchUp.tables(
                    tables -> {
                      throw new SystemFaultException("no answer");
                    }))
        .isInstanceOf(SystemFaultException.class);

    catchUp.tables(tables -> tables.startAt(START));
    assertThat(catchUp.positions()).containsEntry(0, 5L);
  }

  @Test
  void reasonToWaitIsLoggedOnce() {
    CatchUp catchUp = catchUp(false);
    try (LogLines log = LogLines.listen()) {
      assertThat(catchUp.waitFor("first")).isEmpty();
      catchUp.waitFor("still");
      catchUp.end(end(20));
      catchUp.waitFor("again");
      assertThat(log.all()).containsExactly("test waits: first", "test waits: again");
    }
  }

  private CatchUp catchUp(boolean once) {
    return new CatchUp(
        "test",
        once,
        () -> {
          opened.incrementAndGet();
          return TradeTables.bronze(TestLake.in(folder).config(), RawTrades.BINANCE, "trades");
        });
  }

  private static SortedMap<Integer, Long> end(long offset) {
    return new TreeMap<>(Map.of(0, offset));
  }
}
