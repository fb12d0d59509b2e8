package com.k2.marketdata.holes;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.testing.BrokerWithoutTopicIds;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.Table;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I7: on a broker without topic ids, a recreated topic is never read from the old position. */
class I7TopicIdentityIT {
  private static final int SYSTEM_FAULT = 3;
  private static final int HOLE = 4;
  private static final String FIRST = "--topicIdentity=7c9e6679-7425-40de-944b-e07fc1f90ae7";
  private static final String SECOND = "--topicIdentity=0f8fad5b-d9cb-469f-a165-70867728950e";

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @AutoClose private static final BrokerWithoutTopicIds old = BrokerWithoutTopicIds.before(kafka);

  @TempDir private Path state;
  private Market market;

  @BeforeEach
  void openMarket() {
    market = Market.open(kafka, state, 1);
    market.publish(0, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"medallion", "bronze"})
  void missingTopicIdIsASystemFault(String pipeline) {
    run(pipeline)
        .failed(SYSTEM_FAULT, "returned no id of topic " + market.topic(), "--topicIdentity=UUID");

    assertThat(market.tables().has(BRONZE)).isFalse();
  }

  /** One old broker answers like this while a cluster is upgraded. */
  @Test
  void topicIdIsWaitedForDuringAnUpgrade() throws Exception {
    try (BrokerWithoutTopicIds upgraded = BrokerWithoutTopicIds.before(kafka);
        LogLines log = LogLines.listen()) {
      CompletableFuture<K2Run> job =
          market.start(
              "medallion",
              "--bootstrap=" + upgraded.bootstrap(),
              "--maxFailedCycles=50",
              "--retryBackoff=100ms",
              "--maxRetryBackoff=100ms");
      log.await("returned no id of topic");

      upgraded.upgrade();

      job.join().succeeded();
    }
    market.assertExactlyOnce();
    assertThat(identity(BRONZE).isAssignedByKafka()).isTrue();
  }

  /** The cases m5.json and m8.json: 5 messages, then 8 in a topic of the same name. */
  @Test
  void recreatedTopicIsReadFromItsBeginning() throws Exception {
    run("medallion", FIRST).succeeded();
    market.assertExactlyOnce();
    recreateTopic();
    market.publish(0, 8);

    run("medallion", SECOND).failed(HOLE, "was deleted and recreated");
    command("ledger", "set", "--new-topic", "--yes", SECOND).succeeded();
    run("medallion", SECOND).succeeded();

    assertThat(market.coordinates(BRONZE)).hasSize(5 + 8);
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).hasSize(5 + 8);
    assertThat(market.tables().rows(SILVER).stream().map(row -> row.getField("message_id")))
        .doesNotHaveDuplicates();
    assertThat(market.tables().rows(BRONZE))
        .filteredOn(row -> row.getField("topic_id").equals(SECOND.split("=")[1]))
        .hasSize(8);
    command("verify", "--strict", SECOND).succeeded();
  }

  @Test
  void guardRefusesACommitWithoutATopicId() {
    Map<String, String> servers = Map.of("bootstrap.servers", old.bootstrap());
    run("bronze", FIRST).succeeded();
    TopicIdentity read =
        new TopicIdentity(
            market.ledger(BRONZE).cluster(), market.topic(), market.ledger(BRONZE).topicId());

    assertThatCode(new TopicGuard(new KafkaConfig(servers, read.topicId()), read)::check)
        .doesNotThrowAnyException();
    assertThatThrownBy(new TopicGuard(new KafkaConfig(servers), read)::check)
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("returned no id of topic");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "", "00000000-0000-0000-0000-000000000000", "AAAAAAAAAAAAAAAAAAAAAA"})
  void invalidIdentityIsBadUsage(String id) {
    run("medallion", "--topicIdentity=" + id).failed(2, "--topicIdentity=" + id, "is not an id");
  }

  @Test
  void tablesWithoutATopicIdAreAHole() {
    market.run("medallion").succeeded();
    loseTopicId();
    market.publish(0, 3);

    market.run("medallion").failed(HOLE, "without topic ids", "--new-topic --at=position");
    market.run("bronze").failed(HOLE, "without topic ids");
    market.run("silver").failed(HOLE, "without topic ids");
    assertThat(market.command("verify").exitCode()).isEqualTo(1);

    market.setPosition("--new-topic", "--at=position");
    market.run("medallion").succeeded();

    market.assertExactlyOnce();
    assertThat(identity(SILVER).isAssignedByKafka()).isTrue();
    assertThat(market.ledger(SILVER).skipped())
        .containsExactly(new SkippedRange(TopicIdentity.NO_ID, 0, 5, 5, "set by hand"));
    market
        .command("ledger", "set", "--new-topic", "--at=position", "--yes", SECOND)
        .failed(2, "which are unrelated to those of");
  }

  @Test
  void positionAboveTheEndIsNotKept() throws Exception {
    run("medallion", FIRST).succeeded();
    recreateTopic();
    market.publish(0, 3);

    command("ledger", "set", "--new-topic", "--at=position", "--yes", SECOND)
        .failed(2, "is at offset 5 of partition 0, but the partition ends at 3");
  }

  /** Once the brokers have topic ids, the stated id is replaced by Kafka's. */
  @Test
  void statedIdIsReplacedByKafkas() {
    run("medallion", FIRST).succeeded();
    market.publish(0, 4);

    market.run("medallion").failed(HOLE, "--new-topic");
    market.setPosition("--new-topic", "--at=position");
    market.run("medallion").succeeded();

    market.assertExactlyOnce();
    assertThat(identity(SILVER).isAssignedByKafka()).isTrue();
  }

  private K2Run run(String pipeline, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--bootstrap=" + old.bootstrap());
    return market.run(pipeline, all.toArray(String[]::new));
  }

  private K2Run command(String... verb) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("--exchange=binance", "--state=" + state, "--bootstrap=" + old.bootstrap()));
    return K2Run.of(all);
  }

  private TopicIdentity identity(String table) {
    return new TopicIdentity("", market.topic(), market.ledger(table).topicId());
  }

  /** Makes the ledgers those of tables that were read without a topic id. */
  private void loseTopicId() {
    for (String name : Market.TABLES) {
      Table table = market.table(name);
      Ledger own = market.ledger(name);
      TopicIdentity none = new TopicIdentity(own.cluster(), market.topic(), TopicIdentity.NO_ID);
      Ledger without =
          Ledger.starting(none, own.cycle(), own.clock(), own.first())
              .advancedTo(own.cycle(), own.clock(), new TreeMap<>(own.next()))
              .withIntent(own.intent());
      new LedgerCommit(table, market.topic())
          .commit(
              own,
              name.equals(DEAD_LETTERS)
                  ? without.standingIn("by-hand")
                  : without.ofCycle("by-hand"),
              Table::newAppend);
    }
  }

  private void recreateTopic() throws Exception {
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(List.of(market.topic())).all().get();
    }
    kafka.createTopic(market.topic(), 1);
  }
}
