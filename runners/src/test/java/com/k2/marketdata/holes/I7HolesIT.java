package com.k2.marketdata.holes;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.AfterRecord;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.Table;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I7: a hole stops the pipeline with an error that names the fix, and changes nothing. */
class I7HolesIT {
  private static final int HOLE = 4;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(strings = {"medallion", "bronze"})
  void recreatedTopicIsAHoleUntilAccepted(String pipeline) {
    Market market = caughtUpMarket(1);
    Map<String, Long> before = market.snapshots();
    recreateTopic(market);
    market.publish(0, 30);

    market
        .run(pipeline)
        .failed(HOLE, "was deleted and recreated", "k2 ledger set --exchange=… --new-topic");
    assertThat(market.snapshots()).isEqualTo(before);

    market.setPosition("--new-topic");
    market.run("medallion").succeeded();
    market.assertVerified();
    assertThat(market.tables().rows(BRONZE)).hasSize(10 + 30);
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 30L));
    assertThat(market.tables().rows(SILVER).stream().map(row -> row.getField("message_id")))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void topicRecreatedDuringACycleStopsItsCommit(String runner) {
    Market market = caughtUpMarket(1);
    Map<String, Long> before = market.snapshots();
    market.publish(0, 10);
    AfterRecord.of(
        market.topic(),
        () -> {
          recreateTopic(market);
          market.publish(0, 25);
        });

    market
        .run("medallion", AfterRecord.OPTION, "--runner=" + runner, "--sparkMaster=local[2]")
        .failed(HOLE, "was deleted and recreated", "this cycle read");

    assertThat(market.snapshots()).isEqualTo(before);
  }

  @Test
  void topicDeletedDuringACycleStopsItsCommit() {
    Market market = caughtUpMarket(1);
    Map<String, Long> before = market.snapshots();
    market.publish(0, 10);
    AfterRecord.of(market.topic(), () -> delete(market));

    market.run("medallion", AfterRecord.OPTION).failed(3, "has no topic " + market.topic());

    assertThat(market.snapshots()).isEqualTo(before);
  }

  @Test
  void anotherClusterIsAHole() {
    Market market = caughtUpMarket(1);
    for (String table : TABLES) {
      market.setLedger(
          table,
          own ->
              Ledger.starting(
                  new TopicIdentity("another", market.topic(), own.topicId()),
                  "",
                  own.clock(),
                  own.next()));
    }
    Map<String, Long> before = market.snapshots();

    market
        .run("medallion")
        .failed(HOLE, "but the tables' position is of cluster another", "--bootstrapServers");
    market.run("bronze").failed(HOLE, "cluster another");

    assertThat(market.snapshots()).isEqualTo(before);
  }

  @Test
  void retentionPastThePositionIsAHole() {
    Market market = caughtUpMarket(2);
    Map<String, Long> before = market.snapshots();
    market.publish(0, 30);
    kafka.deleteBefore(market.topic(), 0, 25);

    K2Run failed = market.run("medallion");

    failed.failed(
        HOLE,
        "partition 0 begins at 25, but the position is 10: offsets 10 to 24 were deleted",
        "k2 ledger set --exchange=… --partition=N --next=OFFSET");
    assertThat(market.snapshots()).isEqualTo(before);

    market.run("bronze").failed(HOLE, "partition 0 begins at 25");
    market.setPosition("--partition=0", "--next=25");
    market.run("medallion").succeeded();
    market.assertVerified();
    assertThat(market.coordinates(BRONZE)).hasSize(20 + 15).contains("0:25", "0:39", "0:9");
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEqualTo(market.coordinates(BRONZE));
    assertThat(market.ledger(SILVER).skipped()).hasSize(1);
  }

  @Test
  void heldJobContinuesOnceTheHoleIsResolved() throws Exception {
    Market market = caughtUpMarket(1);
    market.publish(0, 30);
    kafka.deleteBefore(market.topic(), 0, 15);
    try (LogLines log = LogLines.listen()) {
      CompletableFuture<K2Run> job =
          market.start("medallion", "--onHole=hold", "--maxRetryBackoff=100ms");
      log.await("medallion-binance holds: ");
      log.await("offsets 10 to 14 were deleted");
      assertThat(job).isNotDone();

      market.setPosition("--partition=0", "--next=15");

      job.join().succeeded();
    }
    assertThat(market.coordinates(BRONZE)).hasSize(10 + 25).contains("0:15", "0:39");
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEqualTo(market.coordinates(BRONZE));
  }

  @Test
  void aPositionAboveTheEndIsAHole() {
    Market market = caughtUpMarket(1);
    for (String table : List.of(BRONZE, SILVER)) {
      market.setLedger(table, own -> own.advancedTo("", own.clock(), Map.of(0, 1000L)));
    }
    Map<String, Long> before = market.snapshots();

    market
        .run("medallion")
        .failed(
            HOLE,
            "partition 0 ends at 10, but the position is 1000: Kafka has lost records",
            "k2 ledger set");

    assertThat(market.snapshots()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void addedPartitionsAreReadFromTheirBeginning(String runner) throws Exception {
    Market market = caughtUpMarket(1);
    addPartitions(market, 6);
    for (int partition = 0; partition < 6; partition++) {
      market.publish(partition, 7);
    }

    market
        .run("medallion", "--runner=" + runner, "--sparkMaster=local[2]", "--minRecordsPerTask=10")
        .succeeded();

    market.assertExactlyOnce();
    assertThat(market.position(SILVER))
        .isEqualTo(Map.of(0, 17L, 1, 7L, 2, 7L, 3, 7L, 4, 7L, 5, 7L));
    assertThat(market.ledger(SILVER).first()).containsEntry(5, 0L);
  }

  @Test
  void addedPartitionsReachSilverThroughBronze() throws Exception {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    addPartitions(market, 6);
    market.publish(5, 7);
    market.publish(0, 3);

    market.run("bronze").succeeded();
    market.run("silver").succeeded();

    market.assertExactlyOnce();
  }

  @Test
  void newPartitionStartingAboveZeroIsAHole() throws Exception {
    Market market = caughtUpMarket(1);
    Map<String, Long> before = market.snapshots();
    addPartitions(market, 2);
    market.publish(1, 9);
    kafka.deleteBefore(market.topic(), 1, 4);

    market
        .run("medallion")
        .failed(HOLE, "partition 1 begins at 4, but the position is 0: offsets 0 to 3");
    assertThat(market.snapshots()).isEqualTo(before);

    market.setPosition("--next=1:4");
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER, DEAD_LETTERS})
  void snapshotsWithoutAPositionAreAHole(String name) {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 5);
    TableSetup setup = new TableSetup(LocalCatalog.in(state, "market_data"));
    setup.ensure(BronzeTable.definition(Exchanges.named("binance")));
    setup.ensure(SilverTable.definition(Exchanges.named("binance")));
    setup.ensure(DeadLetterTable.definition());
    Table table = market.table(name);
    table.newAppend().commit();

    market
        .run("medallion")
        .failed(HOLE, name + " has snapshots but no position", "k2 ledger set", "another table");

    for (String each : TABLES) {
      assertThat(market.table(each).snapshots()).hasSize(each.equals(name) ? 1 : 0);
    }
    if (!name.equals(DEAD_LETTERS)) {
      market.setPosition("--table=" + name.replaceFirst("_.*", ""), "--next=0:0");
      market.run("medallion").succeeded();
      market.assertExactlyOnce();
    }
  }

  /** A market with ten messages in each partition, all processed by medallion. */
  private Market caughtUpMarket(int partitions) {
    Market market = Market.open(kafka, state, partitions);
    for (int partition = 0; partition < partitions; partition++) {
      market.publish(partition, 10);
    }
    market.run("medallion").succeeded();
    return market;
  }

  private static void recreateTopic(Market market) {
    delete(market);
    kafka.createTopic(market.topic(), 1);
  }

  private static void delete(Market market) {
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(List.of(market.topic())).all().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addPartitions(Market market, int total) throws Exception {
    try (Admin admin = kafka.admin()) {
      admin.createPartitions(Map.of(market.topic(), NewPartitions.increaseTo(total))).all().get();
    }
  }
}
