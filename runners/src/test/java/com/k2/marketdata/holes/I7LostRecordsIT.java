package com.k2.marketdata.holes;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * I7: a log that lost records already read, and assigned their offsets to other messages, is a hole
 * until an operator accepts it. A leader change without loss is not a hole.
 */
class I7LostRecordsIT {
  private static final int HOLE = 4;

  private static LocalKafka kafka;

  @TempDir private Path state;
  private Market market;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @BeforeEach
  void twoCyclesOfTenMessages() {
    market = Market.open(kafka, state, 1);
    for (int cycle = 0; cycle < 2; cycle++) {
      market.publish(0, 10);
      market.run("bronze").succeeded();
      market.run("silver").succeeded();
    }
  }

  @Test
  void lostRecordsAreAHoleUntilAccepted() {
    lose("medallion", 10);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"bronze, 10", "medallion, 0"})
  void otherLostRecordsAreAHoleUntilAccepted(String pipeline, int kept) {
    lose(pipeline, kept);
  }

  private void lose(String pipeline, int kept) {
    Map<String, Long> before = market.snapshots();

    kafka.lose(market.topic(), 0, kept);

    market.run(pipeline).failed(HOLE, "partition 0 ends at " + kept + ", but the position is 20");
    market.publish(0, 25);
    String[] complaints = {
      "partition 0 lost records that were read before",
      "has other messages from offset " + kept + " on",
      "the position is 20: those at " + kept + " to 19 would never be read",
      "--next=20",
      "k2 ledger set"
    };
    market.run(pipeline).failed(HOLE, complaints);
    market.publish(0, 30);
    market.run(pipeline).failed(HOLE, complaints);
    restart();
    market.publish(0, 5);
    market.run(pipeline).failed(HOLE, complaints);
    assertThat(market.snapshots()).isEqualTo(before);

    market.setPosition("--partition=0", "--next=20", "--why=lost disk");

    market.run(pipeline).succeeded();
    market.run("silver").succeeded();
    assertThat(market.coordinates(BRONZE)).hasSize(kept + 60).doesNotHaveDuplicates();
    market.assertExactlyOnce();
    for (String table : List.of(BRONZE, SILVER)) {
      Ledger ledger = market.ledger(table);
      assertThat(ledger.skipped())
          .containsExactly(new SkippedRange(ledger.topicId(), 0, 20, 20, "lost disk"));
      assertThat(ledger.epochs()).isEqualTo(market.ledger(BRONZE).epochs());
    }
    assertThat(market.command("ledger", "show").out()).contains("lost disk");
    market.command("verify", "--strict").succeeded();
    assertThat(set("--partition=0", "--next=" + (kept + 60))).contains("Nothing to change");
  }

  @Test
  void bronzesAcceptedLossReachesSilver() {
    kafka.lose(market.topic(), 0, 10);
    market.publish(0, 15);
    market.run("bronze").failed(HOLE, "has other messages from offset 10 on");

    assertThat(set("--table=bronze", "--next=0:20"))
        .containsPattern(BRONZE + " .* 0 +20 +20\n")
        .contains(
            "stays at offset 20 of partition 0: messages that Kafka now has below it are never")
        .endsWith("Done.\n");

    market.run("medallion").failed(HOLE, "has other messages from offset 10 on");
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    assertThat(market.ledger(SILVER).skipped()).isEqualTo(market.ledger(BRONZE).skipped());
    assertThat(market.ledger(SILVER).epochs()).isEqualTo(market.ledger(BRONZE).epochs());
    market.publish(0, 5);
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.command("verify", "--strict").succeeded();
  }

  @Test
  void messagesAtLostOffsetsMayBeSkipped() {
    kafka.lose(market.topic(), 0, 10);
    market.publish(0, 40);

    assertThat(set("--next=0:45")).endsWith("Done.\n");

    market.run("medallion").succeeded();
    assertThat(market.coordinates(BRONZE)).hasSize(20 + 5).doesNotHaveDuplicates();
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEqualTo(market.coordinates(BRONZE));
    market.command("verify", "--strict").succeeded();
  }

  @Test
  void aNewTopicResolvesTheHoleToo() throws Exception {
    kafka.lose(market.topic(), 0, 10);
    market.publish(0, 15);
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(List.of(market.topic())).all().get();
      Await.until("the topic is gone", () -> !topics(admin).contains(market.topic()));
    }
    kafka.createTopic(market.topic(), 1);
    market.publish(0, 30);

    market.setPosition("--new-topic");

    assertThat(market.ledger(BRONZE).epochs()).isEqualTo(Map.of(0, 0));
    restart();
    market.run("medallion").succeeded();
    assertThat(market.coordinates(BRONZE)).hasSize(20 + 30);
    market.assertVerified();
  }

  @Test
  void leaderChangeWithoutLossIsNotAHole() {
    Ledger before = market.ledger(BRONZE);

    restart();
    market.run("medallion").succeeded();
    assertThat(market.ledger(BRONZE)).isEqualTo(before);
    kafka.kill();
    kafka.restart();
    market.publish(0, 10);
    market.run("medallion").succeeded();

    market.assertExactlyOnce();
    for (String table : List.of(BRONZE, SILVER)) {
      Ledger after = market.ledger(table);
      assertThat(after.epochs().get(0)).isGreaterThan(before.epochs().get(0));
      assertThat(after.skipped()).isEmpty();
    }
    assertThat(market.cycles(BRONZE).get(0).epochs()).containsOnlyKeys(0);
  }

  @Tag("long")
  @Test
  void silverRolledBackToOlderEpochIsHealthy() {
    rollBackToOlderEpoch();
  }

  @Test
  @Tag("long")
  void bronzeRolledBackToOlderEpochIsHealthy() {
    rollBackToOlderEpoch("--bronze");
  }

  private void rollBackToOlderEpoch(String... options) {
    long early = market.table(SILVER).history().get(1).snapshotId();
    for (int epoch = 0; epoch < 2; epoch++) {
      restart();
      market.publish(0, 10);
      market.run("medallion").succeeded();
    }
    Ledger late = market.ledger(SILVER);

    List<String> rollback = new ArrayList<>(List.of("rollback", "--to=" + early, "--yes"));
    rollback.addAll(List.of(options));
    market.command(rollback.toArray(String[]::new)).succeeded();
    assertThat(market.ledger(SILVER).epochs().get(0)).isLessThan(late.epochs().get(0));
    restart();
    market.run("medallion").succeeded();

    market.assertExactlyOnce();
    assertThat(market.ledger(SILVER).next()).isEqualTo(late.next());
    market.command("verify", "--strict").succeeded();
  }

  @Test
  void positionWithAnUnknownEpochIsAHole() {
    market.setLedger(BRONZE, own -> own.withEpochs(Map.of(0, 999)));
    market.publish(0, 10);

    market.run("medallion").failed(HOLE, "partition 0 has no epoch 999", "--next=20");

    market.setPosition("--next=0:20");
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
  }

  @Test
  void positionWithoutAnEpochGetsOneNextCycle() {
    for (String table : List.of(BRONZE, SILVER)) {
      market.setLedger(table, own -> own.withEpochs(Map.of()));
    }
    restart();
    market.publish(0, 10);

    market.run("medallion").succeeded();

    assertThat(market.ledger(BRONZE).epochs()).containsOnlyKeys(0);
    market.assertExactlyOnce();
  }

  private static Set<String> topics(Admin admin) {
    try {
      return admin.listTopics().names().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void restart() {
    kafka.stop();
    kafka.restart();
  }

  private String set(String... options) {
    List<String> verb = new ArrayList<>(List.of("ledger", "set", "--yes"));
    verb.addAll(List.of(options));
    return market.command(verb.toArray(String[]::new)).succeeded().out();
  }
}
