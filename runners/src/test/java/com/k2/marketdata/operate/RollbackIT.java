package com.k2.marketdata.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.LedgerHistory;
import com.k2.marketdata.lake.LocalCatalog;
import com.k2.marketdata.lake.MainBranch;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollbackIT {
  private static final String SILVER = "silver_binance_trades";
  private static LocalKafka kafka;

  @TempDir private Path state;
  private Binance binance;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void publish() {
    binance = new Binance(kafka, state, "t" + UUID.randomUUID());
    kafka.createTopic(binance.topic(), 3);
    binance.publish(0, 300);
  }

  @ParameterizedTest
  @CsvSource({
    "'', medallion",
    "'', silver",
    "--bronze, medallion",
    "--bronze, bronze",
  })
  void runningAgainGivesTheSameRows(String option, String pipeline) {
    binance.run("medallion");
    List<List<String>> before = binance.contents();

    K2Run back = rollback(1, option);

    assertThat(back.err()).isEmpty();
    assertThat(back.exitCode()).isZero();
    assertThat(back.out()).contains("Dead letters that go: 20").endsWith("from there.\n");
    assertThat(binance.coordinates(SILVER)).hasSize(90);
    assertThat(binance.coordinates("silver_dlq_trades")).hasSize(10);
    assertThat(binance.coordinates("bronze_binance_trades")).hasSize(option.isEmpty() ? 300 : 100);
    binance.run(pipeline);
    binance.run("silver");
    assertThat(binance.contents()).isEqualTo(before);
  }

  @Test
  void otherRulesMeanwhileLeaveNoOffsetInBothTablesNorInNeither() {
    binance.run("medallion");
    List<String> trades = binance.coordinates(SILVER);

    assertThat(rollback(1).exitCode()).isZero();
    binance.run("medallion", "--maxTradeAge=1d");

    assertThat(binance.coordinates(SILVER)).hasSizeLessThan(trades.size());
    assertEveryOffsetOnce(300);
    assertThat(rollback(0).exitCode()).isZero();
    assertThat(binance.coordinates("silver_dlq_trades")).isEmpty();
    binance.run("medallion");
    assertThat(binance.coordinates(SILVER)).isEqualTo(trades);
    assertEveryOffsetOnce(300);
  }

  @Test
  void aRollbackThatDiedHalfWayIsSettledByTheNextRun() {
    binance.run("medallion");
    List<List<String>> before = binance.contents();
    Table silver = binance.tables().table(SILVER);
    MainBranch.reset(silver, silver.currentSnapshot().snapshotId(), snapshot(1));

    binance.run("medallion");

    assertThat(binance.contents()).isEqualTo(before);
  }

  @Test
  void goingBackTwiceOverCyclesWithoutDeadLettersKeepsThemInStep() {
    binance.run("medallion");
    for (int i = 0; i < 2; i++) {
      kafka
          .publisher()
          .send(
              binance.topic(),
              0,
              1,
              com.k2.marketdata.testing.NumberedTrades.binance(0, "BTCUSDT", "1"));
      binance.run("medallion", "--maxTradeAge=off", "--futureTolerance=36500d");
    }
    List<List<String>> before = binance.contents();

    for (int back : new int[] {4, 3}) {
      assertThat(rollback(back).out()).contains("Dead letters that go: 0");
      assertThat(rollback(back).out()).contains("Nothing to do");
    }
    binance.run("medallion", "--maxTradeAge=off", "--futureTolerance=36500d");

    assertThat(binance.contents()).isEqualTo(before);
  }

  @Test
  void aRunningPipelineEndsWithAConflictAndARestartGoesOn() throws Exception {
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(() -> binance.run("medallion", "--trigger=300ms"));
    await(() -> binance.tables().table(SILVER).history().size() == 4);

    assertThat(rollback(1).exitCode()).isZero();
    binance.publish(300, 400);

    assertThatThrownBy(() -> running.orTimeout(60, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ConflictException.class);
    binance.run("medallion");
    assertEveryOffsetOnce(400);
  }

  @Test
  void aTableThatMovedSinceItWasShownIsLeftAlone() {
    binance.run("medallion");
    ExchangeLake lake = lake();
    Rollback rollback =
        Rollback.plan(lake, Long.toString(snapshot(1)), false, Optional.empty(), Instant.now());
    binance.publish(300, 310);
    binance.run("medallion");
    List<List<String>> before = binance.contents();

    assertThatThrownBy(rollback::apply)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has moved since");

    assertThat(binance.contents()).isEqualTo(before);
  }

  @Test
  void bronzeStaysWhereItIsTheOnlyCopy() throws Exception {
    binance.run("medallion");
    List<List<String>> before = binance.contents();
    try (Admin admin = kafka.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(binance.topic(), 0), RecordsToDelete.beforeOffset(90)))
          .all()
          .get();
    }

    K2Run withBronze = rollback(1, "--bronze");
    assertThat(withBronze.exitCode()).isEqualTo(2);
    assertThat(withBronze.err()).contains("only copy of offsets").contains("Kafka has deleted");
    assertThat(binance.contents()).isEqualTo(before);

    assertThat(rollback(1).out()).contains("Note: Kafka has deleted", "k2 run silver");
    assertThatThrownBy(() -> binance.run("medallion")).isInstanceOf(HoleException.class);
    binance.run("silver");
    assertThat(binance.contents()).isEqualTo(before);
  }

  @Test
  void aPointMayBeATime() {
    binance.run("medallion");
    Table silver = binance.tables().table(SILVER);
    Instant time =
        Instant.ofEpochMilli(silver.snapshot(snapshot(2)).timestampMillis()).plusMillis(1);

    assertThat(binance.k2("rollback", "--to=" + time, "--yes").exitCode()).isZero();

    assertThat(binance.tables().table(SILVER).currentSnapshot().snapshotId())
        .isEqualTo(snapshot(2));
  }

  @Test
  void whatCannotBeIsRefusedAndNothingIsChanged() {
    binance.run("medallion");
    List<List<String>> before = binance.contents();

    assertRefused("is not one that", "--to=1234567890", "--yes");
    assertRefused("had no position yet", "--to=2020-01-01", "--yes");
    assertRefused("had no position yet", "--to=" + Duration.ofDays(2).toHours() + "h", "--yes");
    assertRefused("no snapshot id and no time", "--to=yesterday", "--yes");
    K2Run unasked = binance.k2("rollback", "--to=" + snapshot(1));
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.out()).contains("ROWS THAT GO").contains("Dead letters that go: 20");
    assertThat(unasked.err()).contains("add --yes");
    assertThat(binance.k2("rollback", "--to=0s", "--yes").out()).contains("Nothing to do");
    assertThat(binance.contents()).isEqualTo(before);
  }

  private void assertRefused(String why, String... options) {
    List<String> verb = new ArrayList<>(List.of("rollback"));
    verb.addAll(List.of(options));
    K2Run run = binance.k2(verb.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(why);
  }

  private K2Run rollback(int cycle, String... options) {
    List<String> verb = new ArrayList<>(List.of("rollback", "--to=" + snapshot(cycle), "--yes"));
    for (String option : options) {
      if (!option.isEmpty()) {
        verb.add(option);
      }
    }
    return binance.k2(verb.toArray(String[]::new));
  }

  /** The silver snapshot that a cycle made; 0 is the empty one that starts the ledger. */
  private long snapshot(int cycle) {
    List<LedgerHistory.Point> newestFirst =
        LedgerHistory.of(binance.tables().table(SILVER), binance.topic()).points();
    return newestFirst.get(newestFirst.size() - 1 - cycle).snapshot().snapshotId();
  }

  private ExchangeLake lake() {
    return ExchangeLake.open(
        LocalCatalog.in(state, "market_data"), Exchanges.named("binance"), binance.topic());
  }

  private void assertEveryOffsetOnce(int messages) {
    List<String> judged = new ArrayList<>(binance.coordinates(SILVER));
    judged.addAll(binance.coordinates("silver_dlq_trades"));
    assertThat(judged).doesNotHaveDuplicates().hasSize(messages);
    assertThat(new HashSet<>(judged))
        .isEqualTo(new HashSet<>(binance.coordinates("bronze_binance_trades")));
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (org.apache.iceberg.exceptions.NoSuchTableException e) {
        // Not made yet.
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("Waited in vain");
  }
}
