package com.k2.marketdata.torture.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CycleProgressTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService background = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    background.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "MEDALLION, bronze_kraken_trades, BRONZE_COMMITTED",
    "MEDALLION, silver_kraken_trades, SILVER_COMMITTED",
    "MEDALLION, silver_dlq_trades, ALL_COMMITTED",
    "BRONZE, bronze_kraken_trades, ALL_COMMITTED",
    "SILVER, silver_kraken_trades, SILVER_COMMITTED",
    "SILVER, silver_dlq_trades, ALL_COMMITTED",
  })
  void aCommitOpensTheWindowAfterIt(Job job, String table, Window expected) {
    CycleProgress progress = new CycleProgress(job);
    progress.accept(planned("c1"));
    CompletableFuture<Boolean> opened = async(() -> progress.awaitWindow(expected, LONG));

    repeatUntil(opened, () -> progress.accept(committed("c1", table)));

    assertThat(opened).isCompletedWithValue(true);
    assertThat(job.windows()).contains(expected);
  }

  @Test
  void aPlanOpensTheWindowOfReading() {
    CycleProgress progress = new CycleProgress(Job.MEDALLION);
    CompletableFuture<Boolean> opened = async(() -> progress.awaitWindow(Window.READING, LONG));

    repeatUntil(opened, () -> progress.accept(planned("c1")));

    assertThat(opened).isCompletedWithValue(true);
  }

  @Test
  void aWindowThatOpenedEarlierIsNotAwaited() {
    CycleProgress progress = new CycleProgress(Job.MEDALLION);
    progress.accept(planned("c1"));

    assertThat(progress.awaitWindow(Window.READING, Duration.ofMillis(1))).isFalse();
  }

  @Test
  void theEndOfTheProcessEndsEveryWait() {
    CycleProgress progress = new CycleProgress(Job.MEDALLION);
    progress.end();

    assertThat(progress.awaitWindow(Window.READING, LONG)).isFalse();
    assertThat(progress.awaitCommit(0, LONG)).isFalse();
    assertThat(progress.awaitEnd(LONG)).isTrue();
  }

  @Test
  void aCycleLastsFromItsPlanToItsConfirmation() {
    CycleProgress progress = new CycleProgress(Job.MEDALLION);
    assertThat(progress.cycle()).isEmpty();

    progress.accept(planned("c1"));
    progress.accept(committed("c1", "bronze_kraken_trades"));
    assertThat(progress.cycle()).contains(new LogEvent.Planned("medallion-kraken", "c1"));

    progress.accept("INFO  CycleLoop - medallion-kraken cycle=c1 ranges=[] read=1");
    assertThat(progress.cycle()).isEmpty();
  }

  @Test
  void aCycleEndsWithItsFailure() {
    CycleProgress progress = new CycleProgress(Job.MEDALLION);
    progress.accept(planned("c1"));
    progress.accept("WARN  CycleLoop - medallion-kraken failed 1 of at most 8 times in a row");

    assertThat(progress.cycle()).isEmpty();
  }

  @Test
  void commitsOfOtherCyclesAreNotCounted() {
    CycleProgress progress = new CycleProgress(Job.MEDALLION);
    progress.accept(committed("start", "bronze_kraken_trades"));
    progress.accept(planned("c1"));
    progress.accept(committed("interrupted", "silver_dlq_trades"));
    assertThat(progress.commits()).isZero();

    progress.accept(committed("c1", "bronze_kraken_trades"));
    assertThat(progress.commits()).isOne();
    assertThat(progress.awaitCommit(0, LONG)).isTrue();
    assertThat(progress.awaitCommit(1, Duration.ofMillis(1))).isFalse();
  }

  private CompletableFuture<Boolean> async(Supplier<Boolean> wait) {
    return CompletableFuture.supplyAsync(wait, background);
  }

  /** The wait may begin after the first event, so the event is repeated. */
  private static void repeatUntil(CompletableFuture<?> done, Runnable event) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!done.isDone() && System.nanoTime() - deadline < 0) {
      event.run();
      Thread.onSpinWait();
    }
  }

  private static String planned(String cycle) {
    return "DEBUG CycleLoop - medallion-kraken planned cycle=" + cycle + " ranges=[0:[0,100)]";
  }

  private static String committed(String cycle, String table) {
    return "INFO  LedgerCommit - Committed cycle "
        + cycle
        + " to k2.market_data."
        + table
        + " as snapshot 7";
  }
}
