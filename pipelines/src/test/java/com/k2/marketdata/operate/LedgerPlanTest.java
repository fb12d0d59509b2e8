package com.k2.marketdata.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is applied after a pipeline has committed another cycle. */
class LedgerPlanTest {
  private static final Exchange BINANCE = RawTrades.BINANCE;
  private static final String TOPIC = BINANCE.topic();
  private static final Ledger START =
      Ledger.starting(new TopicIdentity("cluster", TOPIC, "id"), "start", 1, Map.of(0, 5L));

  @TempDir private Path folder;

  @Test
  void runningPipelineKeepsItsDeadLetters() {
    TestLake lake = TestLake.in(folder);
    Table silver = new TableSetup(lake.config()).ensure(SilverTable.definition(BINANCE));
    Table deadLetters = new TableSetup(lake.config()).ensure(DeadLetterTable.definition());
    commit(silver, null, START);
    commit(deadLetters, null, START);
    ExchangeLake shown = ExchangeLake.open(lake.config(), BINANCE, TOPIC);
    LedgerPlan plan =
        new SetPosition(shown, Optional.empty(), "a test")
            .plan(shown.positioned(), new TreeMap<>(Map.of(0, 50L)));

    Ledger next = START.advancedTo("c1", 2, Map.of(0, 20L));
    commit(silver, START, next.withIntent(new DeadLetterIntent("c1", "start", "list", 3)));
    commit(deadLetters, START, next);

    assertThatThrownBy(plan::apply).isInstanceOf(ConflictException.class);
    deadLetters.refresh();
    assertThat(TableLedgers.read(deadLetters).of(TOPIC)).contains(next);
  }

  private static void commit(Table table, Ledger expected, Ledger planned) {
    new LedgerCommit(table, TOPIC).commit(expected, planned, Table::newAppend);
  }
}
