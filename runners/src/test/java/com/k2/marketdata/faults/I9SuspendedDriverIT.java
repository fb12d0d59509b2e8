package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.StoredFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * I9: a driver that is stopped in its commit (SIGSTOP) until orphan removal has deleted the files
 * of its cycle commits none of them when it continues.
 */
class I9SuspendedDriverIT {
  /** Long enough for a cycle on a busy machine. */
  private static final Duration MAX_AGE = Duration.ofSeconds(8);

  private static final String TOO_OLD = "it was older than the maximum age of PT8S";
  private static final String CYCLE_AGE = "--maxCycleAge=" + MAX_AGE.toSeconds() + "s";

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  private Market market;

  @Test
  void removedBronzeFilesAreNotCommitted() {
    removedFilesAreNotCommitted(BRONZE);
  }

  @Test
  @Tag("long")
  void removedSilverFilesAreNotCommitted() {
    removedFilesAreNotCommitted(SILVER);
  }

  /** Silver's commit refers to the files, so they stay, and the append has no maximum age. */
  @Test
  @Tag("long")
  void pendingDeadLettersAreAppended() {
    try (DriverProcess driver = suspendBefore(DEAD_LETTERS)) {
      String cycle = market.ledger(SILVER).cycle();
      removeOrphansUntil(DEAD_LETTERS, () -> manifests(DEAD_LETTERS) == 0);
      assertThat(unreferenced(DEAD_LETTERS))
          .contains(Path.of(URI.create(market.ledger(SILVER).intent().list())))
          .anyMatch(file -> file.toString().endsWith(".parquet"));
      driver.resume();
      assertThat(driver.exitCode()).as(driver::log).isZero();
      assertThat(market.ledger(DEAD_LETTERS).cycle()).isEqualTo(cycle);
    }
    assertComplete();
  }

  private void removedFilesAreNotCommitted(String table) {
    try (DriverProcess driver = suspendBefore(table)) {
      assertThat(manifests(table)).isPositive();
      removeOrphansUntil(table, () -> unreferenced(table).isEmpty());
      driver.resume();
      assertThat(driver.exitCode()).as(driver::log).isZero();
      assertThat(driver.log()).contains(TOO_OLD);
    }
    assertComplete();
  }

  /** Starts a driver that stops before its last commit to a table. */
  private DriverProcess suspendBefore(String table) {
    market = Market.open(kafka, state, 1);
    market.publish(0, 20);
    market.run("medallion", CYCLE_AGE, "--maxFailedCycles=5").succeeded();
    market.publish(0, 20);
    List<String> options =
        new ArrayList<>(
            FaultyCatalog.options(state, new Fault(Fault.Action.PAUSE_BEFORE, table, 1)));
    options.addAll(List.of(CYCLE_AGE, "--maxFailedCycles=5", "--retryBackoff=100ms"));
    DriverProcess driver = market.startProcess("medallion", options);
    driver.awaitPause();
    return driver;
  }

  /** Removes orphans until all of them were old enough. */
  private void removeOrphansUntil(String table, BooleanSupplier removed) {
    Await.until(
        "the files are removed",
        Duration.ofSeconds(1),
        () -> {
          removeOrphans(table);
          return removed.getAsBoolean();
        },
        () -> "");
  }

  /** Of one table, since maintenance of silver would append the dead letters. */
  private void removeOrphans(String table) {
    market
        .maintain(
            "--execute",
            "--steps=orphans",
            "--tables=" + table,
            "--young",
            "--orphanAge=" + MAX_AGE.multipliedBy(2).toSeconds() + "s",
            "--maxShare=1")
        .succeeded();
  }

  private Set<Path> unreferenced(String table) {
    return new StoredFiles(market.table(table)).unreferenced();
  }

  /** How many manifests and lists the suspended commit has written. */
  private long manifests(String table) {
    return unreferenced(table).stream().filter(file -> file.toString().endsWith(".avro")).count();
  }

  private void assertComplete() {
    for (String table : TABLES) {
      assertThat(market.tables().rows(table)).as(table).isNotEmpty();
    }
    market.assertExactlyOnce();
    market.assertVerified();
  }
}
