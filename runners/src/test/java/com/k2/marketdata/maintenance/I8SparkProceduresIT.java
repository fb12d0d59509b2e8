package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.ForeignEngine;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.SparkProcedures;
import com.k2.marketdata.testing.SparkSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** I8: Iceberg's Spark procedures never make K2 lose or duplicate a record; at worst, it holds. */
class I8SparkProceduresIT extends ForeignMaintenance {
  private static final int HOLE = 4;

  @AutoClose private static final SparkSql spark = SparkSql.start();
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @Override
  LocalKafka kafka() {
    return kafka;
  }

  @Override
  ForeignEngine openEngine() {
    return ForeignEngine.spark(spark, state);
  }

  @Override
  @Test
  @Tag("long")
  void silverReadsCompactedAndExpiredBronze() {
    super.silverReadsCompactedAndExpiredBronze();
  }

  @Override
  @Test
  @Tag("long")
  void runningJobRestoresLostPositions() {
    super.runningJobRestoresLostPositions();
  }

  @Test
  void expiryWithoutANumberKeepsAHundredSnapshots() {
    market.run("medallion").succeeded();
    procedures().compact(DEAD_LETTERS);
    Table deadLetters = market.table(DEAD_LETTERS);
    while (market.commits(DEAD_LETTERS) < 101) {
      deadLetters.newAppend().commit();
    }

    procedures().expire(DEAD_LETTERS, Instant.now().plusMillis(1));

    assertThat(market.table(DEAD_LETTERS).snapshots()).hasSize(100);
    market.publish(0, 10);
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void orphanRemovalSparesYoungPendingDeadLetters() {
    leavePendingDeadLetters();
    assertThat(procedures().orphans(DEAD_LETTERS, false).files()).isEmpty();

    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void removedPendingDeadLettersAreMended() throws IOException {
    leavePendingDeadLetters();
    Set<Path> pending = pendingFiles();
    setAge(DEAD_LETTERS, Duration.ofDays(4));
    SparkProcedures.Deletions planned = procedures().orphans(DEAD_LETTERS, true);
    assertThat(planned.files()).containsAll(pending);
    assertThat(pending).allMatch(Files::exists);

    SparkProcedures.Deletions deleted = procedures().orphans(DEAD_LETTERS, false);
    assertThat(deleted.files()).isEqualTo(planned.files());
    assertThat(pending).noneMatch(Files::exists);
    Map<String, Long> before = market.snapshots();

    market.run("medallion").failed(HOLE, "k2-intent-", "k2 ledger mend");
    assertThat(market.snapshots()).isEqualTo(before);
    assertThat(deadLetterState()).isEqualTo(DeadLetterState.PENDING);

    market.command("ledger", "mend", "--yes").succeeded();
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void startHoldsIfPendingDataFilesWereRemoved() throws IOException {
    leavePendingDeadLetters();
    setAge(DEAD_LETTERS, Duration.ofDays(4));
    String data = market.table(DEAD_LETTERS).location() + "/data";
    assertThat(procedures().orphans(DEAD_LETTERS, false, "location => '" + data + "'").files())
        .hasSize(1);
    Map<String, Long> before = market.snapshots();

    market.run("medallion").failed(HOLE, ".parquet");
    assertThat(market.snapshots()).isEqualTo(before);
  }

  /** The driver ends after silver's commit, before that of the dead letters. */
  private void leavePendingDeadLetters() {
    Fault fault = new Fault(Fault.Action.BREAK, DEAD_LETTERS, 2);
    K2Run run = market.run("medallion", FaultyCatalog.options(state, fault).toArray(String[]::new));
    assertThat(run.exitCode()).isNotZero();
    assertThat(deadLetterState()).isEqualTo(DeadLetterState.PENDING);
  }

  private DeadLetterState deadLetterState() {
    return new DeadLetterSync(market.table(DEAD_LETTERS), market.topic())
        .state(market.ledger(SILVER));
  }

  /** The list of the pending dead letters, and their data files. */
  private Set<Path> pendingFiles() {
    String list = market.ledger(SILVER).intent().list();
    Set<Path> files = new HashSet<>();
    files.add(SparkProcedures.path(list));
    DeadLetterFiles.read(market.table(DEAD_LETTERS), list)
        .forEach(file -> files.add(SparkProcedures.path(file.location())));
    return files;
  }

  private void setAge(String table, Duration age) throws IOException {
    FileTime time = FileTime.from(Instant.now().minus(age));
    List<Path> files;
    try (Stream<Path> all = Files.walk(state.resolve("warehouse/market_data").resolve(table))) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.setLastModifiedTime(file, time);
    }
  }

  private SparkProcedures procedures() {
    return SparkProcedures.of(spark, state);
  }
}
