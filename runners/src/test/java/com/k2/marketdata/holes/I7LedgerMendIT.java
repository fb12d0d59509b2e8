package com.k2.marketdata.holes;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I7: a position that another tool has removed is rebuilt from complete rows only. */
class I7LedgerMendIT {
  private static final int HOLE = 4;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER, DEAD_LETTERS, BRONZE + "," + SILVER + "," + DEAD_LETTERS})
  void lostPositionIsRebuiltFromRows(String names) {
    Market market = market();
    market.run("medallion").succeeded();
    List<String> lost = List.of(names.split(","));
    lost.forEach(name -> loseLedgers(market, name));

    market.run("medallion").failed(HOLE, "k2 ledger mend");
    K2Run mend = mend(market).succeeded();
    assertThat(mend.out()).contains(lost);
    lost.forEach(
        name -> {
          assertThat(market.ledger(name).skipped())
              .singleElement()
              .extracting(SkippedRange::why)
              .asString()
              .startsWith("mended from the rows");
          assertThat(market.ledger(name).rows()).isEqualTo(market.coordinates(name).size());
        });
    market.assertVerified();
    market.publish(0, 10);
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertEqualsKafka();
    assertThat(mend(market).succeeded().out()).contains("Nothing to mend");
  }

  @ParameterizedTest
  @ValueSource(strings = {BRONZE + "," + SILVER, SILVER})
  void offsetsWithoutMessagesAreNotMissing(String lost) {
    Market market = Market.open(kafka, state, 1);
    try (TestPublisher publisher = kafka.transactionalPublisher(market.topic())) {
      for (int i = 0; i < 3; i++) {
        publisher.begin();
        market.publish(publisher, 0, 4);
        publisher.commit();
      }
      publisher.begin();
      market.publish(publisher, 0, 2);
      publisher.flush();
      publisher.abort();
    }
    market.run("medallion").succeeded();
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 18L));
    List.of(lost.split(",")).forEach(name -> loseLedgers(market, name));

    mend(market).succeeded();
    assertThat(market.position(BRONZE)).isEqualTo(Map.of(0, 18L));
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 18L));
    market.publish(0, 5);
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    market.assertExactlyOnce();
  }

  @Test
  void compactedTopicDoesNotShowAbsence() {
    Market market = new Market(kafka, state, "trades-compacted");
    kafka.createTopic(market.topic(), 1, Map.of("cleanup.policy", "compact"));
    try (TestPublisher publisher = kafka.transactionalPublisher(market.topic())) {
      for (int i = 0; i < 2; i++) {
        publisher.begin();
        byte[] key = {(byte) i};
        publisher.sendLater(
            market.topic(), 0, NumberedTrades.millis(i), key, NumberedTrades.binance(i));
        publisher.commit();
      }
    }
    market.run("medallion").succeeded();
    loseLedgers(market, BRONZE);

    mend(market).failed(HOLE, "compacted topic", "Missing: offsets 1 of partition 0");
  }

  /** Setting bronze's position gives up bronze's rows, but says nothing about silver's. */
  @Test
  void rowsMissingInBronzeAreNotSkippedInSilver() {
    Market market = Market.open(kafka, state, 1);
    for (int i = 0; i < 3; i++) {
      market.publish(0, 4);
      market.run("medallion").succeeded();
    }
    for (String name : List.of(BRONZE, SILVER)) {
      deleteFilesOfCycle(market.table(name), 1);
      loseLedgers(market, name);
    }
    market.setPosition("--table=bronze", "--next=0:12", "--why=lost");
    assertThat(market.ledger(BRONZE).skipped())
        .singleElement()
        .extracting(SkippedRange::from, SkippedRange::to, SkippedRange::why)
        .containsExactly(4L, 8L, "no row when the position was set: lost");

    mend(market).failed(HOLE, SILVER, "Missing: offsets 4, 6 to 7 of partition 0");
  }

  @Test
  void otherTopicsHoldUntilTheyAreMended() {
    Market one = market();
    Market other = market();
    one.run("medallion").succeeded();
    other.run("medallion").succeeded();
    loseLedgers(one, BRONZE);

    assertThat(mend(one).succeeded().out()).contains(other.topic());
    other.run("medallion").failed(HOLE, BRONZE, "k2 ledger mend", "--topic=" + other.topic());
    mend(other).succeeded();
    for (Market market : List.of(one, other)) {
      market.publish(0, 10);
      market.run("medallion").succeeded();
      market.assertExactlyOnceIn(BRONZE);
      market.assertExactlyOnceIn(SILVER, DEAD_LETTERS);
    }
  }

  @Test
  void skippedOffsetsAreKeptInTheLedger() {
    Market market = market();
    market.run("medallion").succeeded();
    market.publish(0, 5);
    market.setPosition("--next=0:15", "--why=too odd");
    market.run("medallion").succeeded();
    loseLedgers(market, BRONZE);

    mend(market).succeeded();
    assertThat(market.ledger(BRONZE).skipped())
        .extracting(SkippedRange::from, SkippedRange::to)
        .contains(tuple(12L, 15L));
    market.assertVerified();
    market.run("medallion").succeeded();
    assertThat(market.coordinates(BRONZE)).hasSize(22);
  }

  /** They are still in the files that silver has recorded, so the next start appends them again. */
  @Test
  void newestDeadLettersAreAppendedAgain() {
    Market market = market();
    market.run("medallion").succeeded();
    ForeignTool.deleteRows(market.table(DEAD_LETTERS));
    ForeignTool.expire(market.table(DEAD_LETTERS));

    mend(market).succeeded();
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
  }

  @Test
  void missingRowsAreListedAndRefused() {
    Market market = market();
    market.run("medallion").succeeded();
    ForeignTool.deleteRows(market.table(SILVER));
    ForeignTool.expire(market.table(SILVER));
    Map<String, Long> before = market.snapshots();

    mend(market).failed(HOLE, "Missing: offsets 1 to 4, 6 to 9 of partition 0");
    assertThat(market.snapshots()).isEqualTo(before);
  }

  @Test
  void deadLettersOfSeveralCyclesAreRefused() {
    Market market = market();
    market.run("medallion").succeeded();
    market.publish(0, 10);
    market.run("medallion").succeeded();
    ForeignTool.deleteRows(market.table(DEAD_LETTERS));
    ForeignTool.expire(market.table(DEAD_LETTERS));
    Map<String, Long> before = market.snapshots();

    mend(market).failed(HOLE, "neither a row of silver's cycles nor a dead letter");
    assertThat(market.snapshots()).isEqualTo(before);
  }

  private Market market() {
    Market market = Market.open(kafka, state, 2);
    market.publish(0, 12);
    market.publish(1, 8);
    return market;
  }

  private static K2Run mend(Market market) {
    return market.command("ledger", "mend", "--yes");
  }

  /** Deletes the data files of a table's n-th cycle with rows, counted from 0. */
  private static void deleteFilesOfCycle(Table table, int n) {
    SortedMap<Long, List<DataFile>> byCommit = new TreeMap<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(
          task ->
              byCommit
                  .computeIfAbsent(task.file().dataSequenceNumber(), any -> new ArrayList<>())
                  .add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DeleteFiles delete = table.newDelete();
    List.copyOf(byCommit.values()).get(n).forEach(delete::deleteFile);
    delete.commit();
  }

  private static void loseLedgers(Market market, String name) {
    ForeignTool.rewrite(market.table(name));
    ForeignTool.expire(market.table(name));
  }
}
