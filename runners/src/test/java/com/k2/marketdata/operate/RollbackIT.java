package com.k2.marketdata.operate;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.LedgerHistory;
import com.k2.marketdata.lake.ledger.RowSum;
import com.k2.marketdata.lake.ledger.commit.BranchReset;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I6: a rollback is one operation, and processing continues from there. */
class RollbackIT {
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=100";
  private static final String STRICT = "--maxTradeAge=1d";
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;
  private Market market;

  @BeforeEach
  void threeCyclesOfOneHundredMessages() {
    market = Market.open(kafka, state, 2);
    market.publish(0, 150);
    market.publish(1, 150);
    market.run("medallion", SMALL_CYCLES).succeeded();
  }

  @ParameterizedTest
  @CsvSource({
    "'', medallion, 300",
    "'', silver, 300",
    "--bronze, medallion, 100",
    "--bronze, bronze, 100",
  })
  void theNextRunRestoresTheSameRows(String option, String pipeline, int bronzeRows) {
    List<List<String>> before = contents();
    long sum = market.ledger(BRONZE).sums().values().iterator().next().sum();

    K2Run back = rollback(1, option).succeeded();

    assertThat(back.out()).contains("Dead letters to remove: 40").endsWith("from there.\n");
    assertThat(market.coordinates(SILVER)).hasSize(80);
    assertThat(market.coordinates(DEAD_LETTERS)).hasSize(20);
    assertThat(market.coordinates(BRONZE)).hasSize(bronzeRows);
    market.requireSums();
    market.run(pipeline, SMALL_CYCLES).succeeded();
    market.run("silver", SMALL_CYCLES).succeeded();
    assertThat(contents()).isEqualTo(before);
    market.requireSums();
    assertThat(market.ledger(BRONZE).sums().values())
        .containsExactly(new RowSum(new TreeMap<>(Map.of(0, 0L, 1, 0L)), sum));
    market.command("verify", "--strict").succeeded();
  }

  @Test
  void otherRulesAfterRollbackKeepOneOutcomeEach() {
    publishTradesOfTenDaysAgo(30);
    market.run("medallion", SMALL_CYCLES).succeeded();
    List<List<String>> before = contents();

    rollback(3, "").succeeded();
    market.run("medallion", STRICT).succeeded();

    assertThat(market.coordinates(SILVER)).hasSize(before.get(1).size() - 30);
    market.assertExactlyOnce();
    assertThat(market.ledger(SILVER).judged()).hasSize(2);
    market.command("verify", "--strict").succeeded();
    rollback(0, "").succeeded();
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEmpty();
    market.run("silver", SMALL_CYCLES).succeeded();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void interruptedRollbackIsCompletedByTheNextRun() {
    List<List<String>> before = contents();
    Table silver = market.table(SILVER);
    BranchReset.reset(silver, silver.currentSnapshot().snapshotId(), snapshot(1));

    market.run("medallion", SMALL_CYCLES).succeeded();

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void repeatedRollbacksKeepDeadLettersInStep() {
    for (int cycle = 4; cycle <= 5; cycle++) {
      publishTradesOfTenDaysAgo(1);
      market.run("medallion").succeeded();
    }
    List<List<String>> before = contents();

    for (int cycle : new int[] {4, 3}) {
      assertThat(rollback(cycle, "").succeeded().out()).contains("Dead letters to remove: 0");
      assertThat(rollback(cycle, "").succeeded().out()).contains("Nothing to do");
    }
    market.run("medallion").succeeded();

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void aRunningPipelineEndsWithAConflict() throws Exception {
    int commits = market.commits(DEAD_LETTERS);
    CompletableFuture<K2Run> running = market.start("medallion", "--trigger=300ms");
    market.publish(0, 10);
    Await.until("the pipeline has committed a cycle", () -> market.commits(DEAD_LETTERS) > commits);

    rollback(1, "").succeeded();
    market.publish(0, 10);

    running.get(60, TimeUnit.SECONDS).failed(5, "Stop one of the drivers");
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void aStalledDriverAppendsNoDeadLettersAfterwards(boolean newDriver, boolean byHand) {
    publishTradesOfTenDaysAgo(30);
    Fault stall = new Fault(Fault.Action.PAUSE_AFTER, SILVER, 1);
    List<String> options = new ArrayList<>(FaultyCatalog.options(state, stall));
    options.add(STRICT);
    try (DriverProcess zombie = market.startProcess("medallion", options)) {
      zombie.awaitPause();
      if (byHand) {
        market.rollBack(SILVER, 1);
      } else {
        assertThat(rollback(3, "").succeeded().out()).contains("Dead letters to remove: 0");
      }
      if (newDriver) {
        market.run("medallion").succeeded(); // its rules reject none of these trades
      }
      Map<String, Long> before = market.snapshots();

      zombie.resume();

      assertThat(zombie.exitCode()).as(zombie::log).isEqualTo(ExitCode.CONFLICT.code());
      assertThat(market.snapshots()).isEqualTo(before);
    }
    market.run("medallion").succeeded();
    assertThat(market.coordinates(DEAD_LETTERS)).hasSize(60);
    market.assertExactlyOnce();
    market.assertEqualsKafka();
    market.command("verify", "--strict").succeeded();
  }

  @Test
  void tableChangedSinceThePlanIsAConflict() {
    ExchangeLake lake =
        ExchangeLake.open(
            LocalCatalog.in(state, "market_data"), Exchanges.named("binance"), market.topic());
    Rollback rollback =
        Rollback.plan(lake, Long.toString(snapshot(1)), false, Optional.empty(), Instant.now());
    market.publish(0, 10);
    market.run("medallion").succeeded();
    Map<String, Long> before = market.snapshots();

    assertThatThrownBy(rollback::apply)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has changed since");

    assertThat(market.snapshots()).isEqualTo(before);
  }

  @Test
  void bronzeIsNotRolledBackWithoutKafkasMessages() {
    List<List<String>> before = contents();
    kafka.deleteBefore(market.topic(), 0, 90);

    rollback(1, "--bronze").failed(2, "only copy of offsets 50 to 89 of partition 0");
    assertThat(contents()).isEqualTo(before);

    assertThat(rollback(1, "").succeeded().out())
        .contains("Note: Kafka has deleted offsets 50 to 89", "k2 run silver");
    market.run("medallion").failed(4, "has a hole");
    market.run("silver").succeeded();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void theTargetMayBeATime() {
    long millis = market.table(SILVER).snapshot(snapshot(2)).timestampMillis();

    market.command("rollback", "--to=" + Instant.ofEpochMilli(millis), "--yes").succeeded();

    assertThat(market.table(SILVER).currentSnapshot().snapshotId()).isEqualTo(snapshot(2));
  }

  @Test
  void impossibleTargetsAreRefusedAndNothingChanges() {
    Map<String, Long> before = market.snapshots();

    rollbackWith("--to=1234567890")
        .failed(2, "is not an ancestor of the current snapshot of silver_binance_trades");
    rollbackWith("--to=2020-01-01").failed(2, "At 2020-01-01T00:00:00Z", "had no position yet");
    rollbackWith("--to=" + Duration.ofDays(2).toHours() + "h").failed(2, "had no position yet");
    rollbackWith("--to=yesterday").failed(2, "neither a snapshot id nor a time");
    K2Run unconfirmed = market.command("rollback", "--to=" + snapshot(1)).failed(2, "add --yes");
    assertThat(unconfirmed.out()).contains("ROWS TO REMOVE", "Dead letters to remove: 40");
    assertThat(rollbackWith("--to=0s").succeeded().out()).contains("Nothing to do");
    assertThat(market.snapshots()).isEqualTo(before);
  }

  private K2Run rollbackWith(String option) {
    return market.command("rollback", option, "--yes");
  }

  private K2Run rollback(int cycle, String option) {
    List<String> verb = new ArrayList<>(List.of("rollback", "--to=" + snapshot(cycle), "--yes"));
    if (!option.isEmpty()) {
      verb.add(option);
    }
    return market.command(verb.toArray(String[]::new));
  }

  /** The silver snapshot of a cycle; 0 is the empty one with the first ledger. */
  private long snapshot(int cycle) {
    List<LedgerHistory.Point> newestFirst =
        LedgerHistory.of(market.table(SILVER), market.topic()).points();
    return newestFirst.get(newestFirst.size() - 1 - cycle).snapshot().snapshotId();
  }

  private void publishTradesOfTenDaysAgo(int count) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < count; i++) {
        long late = NumberedTrades.millis(i) + Duration.ofDays(10).toMillis();
        publisher.sendLater(market.topic(), 0, late, NumberedTrades.binance(i));
      }
      publisher.flush();
    }
  }

  private List<List<String>> contents() {
    return TABLES.stream().map(table -> market.tables().contents(table)).toList();
  }
}
