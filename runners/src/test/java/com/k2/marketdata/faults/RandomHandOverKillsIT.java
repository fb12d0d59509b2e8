package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.FaultyFiles;
import com.k2.marketdata.testing.HandOver;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * I1 and I4, on Spark: drivers killed with SIGKILL at random moments after bronze's commit, at
 * least 56 in all. A kill counts only if it fell inside a planned cycle, which the tables show;
 * each window has a minimum.
 */
@Tag("long")
class RandomHandOverKillsIT {
  private static final Logger LOG = LoggerFactory.getLogger(RandomHandOverKillsIT.class);

  private static final int KILLS_PER_WINDOW = 14;
  private static final int MAX_TRIES_PER_KILL = 8;
  private static final int KILLS_PER_CHECK = 4;
  private static final int MESSAGES_PER_TRY = 600;
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=300";

  /** About as long as a commit takes on a machine that is not busy. */
  private static final int COMMIT_MILLIS = 80;

  /** About as long as a small cycle of silver takes there. */
  private static final int CYCLE_MILLIS = 600;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  private final Random random = new Random(20_261_126);
  private final Map<HandOver, Integer> kills = new EnumMap<>(HandOver.class);

  @Test
  void medallionKilledAtRandomLosesAndDuplicatesNothing() {
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "medallion", 3)) {
      killAll(published, "medallion", window -> killMedallion(published, window));
    }
  }

  @Test
  void silverKilledAtRandomLosesAndDuplicatesNothing() {
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "silver", 3)) {
      killAll(published, "silver", window -> killSilver(published, window));
    }
  }

  /** Kills a driver in or near a window. */
  private interface Attempt {
    /** Returns what the kill has interrupted; {@code COMPLETE} if it does not count. */
    HandOver kill(HandOver window);
  }

  private void killAll(PublishedTrades published, String pipeline, Attempt attempt) {
    kills.put(HandOver.BRONZE_AHEAD, 0);
    kills.put(HandOver.DEAD_LETTERS_PENDING, 0);
    Drivers restart = new Drivers(published, "DirectRunner", state);
    published.publish(MESSAGES_PER_TRY);
    restart.run("medallion"); // creates the tables and their ledgers
    int tries = 0;
    int unchecked = 0;
    while (kills.values().stream().anyMatch(count -> count < KILLS_PER_WINDOW)) {
      assertThat(++tries)
          .as("tries, with these kills counted: " + kills)
          .isLessThanOrEqualTo(2 * KILLS_PER_WINDOW * MAX_TRIES_PER_KILL);
      HandOver interrupted = attempt.kill(rarest());
      if (interrupted != HandOver.COMPLETE) {
        kills.merge(interrupted, 1, Integer::sum);
        unchecked++;
      }
      LOG.info("{}, try {}: {}, kills that counted: {}", pipeline, tries, interrupted, kills);
      if (unchecked == KILLS_PER_CHECK) {
        restart.run(pipeline);
        ExactlyOnce.of(state, published).holds();
        unchecked = 0;
      }
    }
    restart.run(pipeline);
    ExactlyOnce.of(state, published).holds();
  }

  private HandOver rarest() {
    return kills.get(HandOver.BRONZE_AHEAD) <= kills.get(HandOver.DEAD_LETTERS_PENDING)
        ? HandOver.BRONZE_AHEAD
        : HandOver.DEAD_LETTERS_PENDING;
  }

  private HandOver killMedallion(PublishedTrades published, HandOver window) {
    published.publish(MESSAGES_PER_TRY);
    String committed = window == HandOver.BRONZE_AHEAD ? Market.BRONZE : Market.SILVER;
    try (DriverProcess driver =
        new Drivers(published, "SparkRunner", state)
            .start("medallion", "--trigger=100ms", SMALL_CYCLES)) {
      awaitCommits(driver, committed, 1 + random.nextInt(2));
      pauseUpTo(COMMIT_MILLIS);
      driver.kill();
      HandOver found = HandOver.in(state, published);
      // Bronze may also have been ahead since an earlier kill.
      return found == HandOver.BRONZE_AHEAD && !lastCommit(driver).contains(Market.BRONZE)
          ? HandOver.COMPLETE
          : found;
    }
  }

  private HandOver killSilver(PublishedTrades published, HandOver window) {
    published.publish(MESSAGES_PER_TRY);
    new Drivers(published, "DirectRunner", state).run("bronze");
    Path reading =
        state.resolve("warehouse/market_data/" + Market.BRONZE + "/" + FaultyFiles.READING);
    long begin = System.currentTimeMillis();
    try (DriverProcess driver =
        new Drivers(published, "SparkRunner", state)
            .start(
                "silver",
                Drivers.all(
                    FaultyFiles.options(state, FaultyFiles.Action.MARK_READ, Market.BRONZE, 0),
                    "--trigger=100ms",
                    SMALL_CYCLES))) {
      if (window == HandOver.BRONZE_AHEAD) {
        await("silver reads bronze", driver, () -> modified(reading) >= begin);
        pauseUpTo(CYCLE_MILLIS);
      } else {
        awaitCommits(driver, Market.SILVER, 1);
        pauseUpTo(COMMIT_MILLIS);
      }
      driver.kill();
    }
    HandOver found = HandOver.in(state, published);
    boolean inCycle =
        modified(reading)
            > Math.max(
                begin, Tables.of(state).table(Market.SILVER).currentSnapshot().timestampMillis());
    return found == HandOver.BRONZE_AHEAD && !inCycle ? HandOver.COMPLETE : found;
  }

  private static void awaitCommits(DriverProcess driver, String table, int number) {
    await(
        "commit " + number + " of " + table,
        driver,
        () -> commits(driver).filter(line -> line.contains(table)).count() >= number);
  }

  private static String lastCommit(DriverProcess driver) {
    return commits(driver).reduce("", (earlier, later) -> later);
  }

  private static Stream<String> commits(DriverProcess driver) {
    return driver.log().lines().filter(line -> line.contains("Committed cycle"));
  }

  /** Waits with pauses that are much shorter than the windows. */
  private static void await(String what, DriverProcess driver, BooleanSupplier done) {
    Await.until(
        what,
        Duration.ofMillis(1),
        () -> {
          boolean holds = done.getAsBoolean();
          assertThat(holds || driver.isAlive())
              .as(() -> "the driver exited before " + what + "\n" + driver.log())
              .isTrue();
          return holds;
        },
        driver::log);
  }

  private void pauseUpTo(int millis) {
    LockSupport.parkNanos(random.nextInt(millis * 1_000) * 1_000L);
  }

  private static long modified(Path file) {
    try {
      return Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
