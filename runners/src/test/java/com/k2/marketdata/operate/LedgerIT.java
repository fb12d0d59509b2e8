package com.k2.marketdata.operate;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.exchange.RulesFingerprint;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowSum;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code k2 ledger}: shows positions (I1) and resolves holes (I7). */
class LedgerIT {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;
  private Market market;

  @BeforeEach
  void caughtUp() {
    market = Market.open(kafka, state, 2);
    market.publish(0, 50);
    market.publish(1, 30);
    market.run("medallion").succeeded();
  }

  @Test
  void positionsAndLagAreShown() throws IOException {
    market.publish(1, 5);

    String table = market.command("ledger", "show").succeeded().out();
    JsonNode json =
        new ObjectMapper()
            .readTree(market.command("ledger", "show", "--format=json").succeeded().out());

    assertThat(table)
        .containsPattern(SILVER + " +1 +0 +30 +5 +0 +" + market.topic() + "\n")
        .containsPattern(DEAD_LETTERS + " +0 +0 +50 +- +- +" + market.topic() + "\n");
    assertThat(json).hasSize(3);
    assertThat(json.get(1).get("table").asText()).isEqualTo(SILVER);
    assertThat(json.get(1).get("rejected").asInt()).isEqualTo(16);
    assertThat(json.get(1).get("partitions").toString())
        .isEqualTo(
            "[{\"partition\":0,\"first\":0,\"next\":50,\"lag\":0,\"blocked\":0},"
                + "{\"partition\":1,\"first\":0,\"next\":30,\"lag\":5,\"blocked\":0}]");
    String topicId = market.ledger(BRONZE).topicId();
    String sum = market.ledger(BRONZE).sums().get(topicId).hex();
    String rules = RulesFingerprint.of(Exchanges.named("binance"), RuleSettings.DEFAULTS);
    assertThat(table)
        .containsPattern(BRONZE + " +" + topicId + " +" + sum + " +0:0,1:0\n")
        .containsPattern(
            SILVER
                + " +"
                + topicId
                + " +"
                + rules
                + " +"
                + Pattern.quote(Version.get())
                + " +0:0,1:0");
    assertThat(json.get(0).get("sums").get(topicId).get("sum").asText()).isEqualTo(sum);
    assertThat(json.get(1).get("judged").get(0).get("rules").asText()).isEqualTo(rules);
    assertThat(json.get(1).get("sums")).isEmpty();
    assertThat(json.get(0).get("judged")).isEmpty();
    assertThat(json.get(2).get("judged")).isEmpty();
  }

  @Test
  void positionsAreShownWithoutKafka(@TempDir Path empty) {
    K2Run withoutKafka =
        K2Run.of(
            "ledger",
            "show",
            "--state=" + state,
            "--topic=" + market.topic(),
            "--exchange=binance");
    K2Run beforeFirstRun = K2Run.of("ledger", "show", "--state=" + empty);

    assertThat(withoutKafka.succeeded().out()).containsPattern(SILVER + " +1 +0 +30 +- +- ");
    beforeFirstRun.failed(2, "There are no tables in", "k2 run medallion");
  }

  /** The pipeline ran with --topic; the commands find that topic in the tables. */
  @Test
  void topicOfTheTablesIsTheDefault() {
    assertThat(market.k2("ledger", "show").succeeded().out())
        .containsPattern(SILVER + " +1 +0 +30 +0 +0 +" + market.topic() + "\n");
    market.k2("verify", "--strict").succeeded();
    assertThat(
            K2Run.of("sql", "--state=" + state, "SELECT count(*) AS n FROM " + BRONZE)
                .succeeded()
                .out())
        .contains("80");
    market.publish(0, 5);
    assertThat(market.k2("ledger", "set", "--next=0:55", "--yes").succeeded().out())
        .startsWith("Topic: " + market.topic() + "\n");
    assertThat(market.k2("rollback", "--to=" + firstSnapshot(), "--yes").succeeded().out())
        .startsWith("Topic: " + market.topic() + "\n");
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 0L, 1, 0L));
  }

  @Test
  void topicThatTheTablesLackIsNamed() {
    String other = "--topic=another";
    String hint = "The tables of binance have positions in: " + market.topic();

    assertThat(market.k2("ledger", "show", other).succeeded().out())
        .contains("No table has a position in another.", hint);
    market.k2("rollback", "--to=1h", "--yes", other).failed(2, "has no position in another", hint);
  }

  @Test
  void oneOfSeveralTopicsMustBeNamed() {
    Market second = Market.open(kafka, state, 1);
    second.publish(0, 10);
    second.run("medallion").succeeded();

    assertThat(market.k2("ledger", "show").succeeded().out())
        .contains(market.topic(), second.topic());
    market
        .k2("rollback", "--to=1h", "--yes")
        .failed(2, "in several topics", market.topic(), second.topic(), "--topic");
  }

  @Test
  void offsetsDeletedByRetentionAreSkippedAndRecorded() {
    market.publish(0, 40);
    kafka.deleteBefore(market.topic(), 0, 70);
    market.run("medallion").failed(4, "k2 ledger set --exchange=… --partition=N --next=OFFSET");

    K2Run set =
        market
            .command("ledger", "set", "--partition=0", "--next=70", "--why=retention", "--yes")
            .succeeded();

    assertThat(set.out()).containsPattern(BRONZE + " .* 0 +50 +70\n").endsWith("Done.\n");
    market.run("medallion").succeeded();
    market.publish(1, 10);
    market.run("medallion").succeeded();
    for (String table : List.of(BRONZE, SILVER)) {
      Ledger ledger = market.ledger(table);
      assertThat(ledger.next()).isEqualTo(Map.of(0, 90L, 1, 40L));
      assertThat(ledger.skipped())
          .containsExactly(new SkippedRange(ledger.topicId(), 0, 50, 70, "retention"));
    }
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).hasSize(110).doesNotHaveDuplicates();
    assertThat(market.command("ledger", "show").out()).contains("retention");
    market.requireSums();
    assertThat(market.ledger(BRONZE).sums().values())
        .extracting(RowSum::from)
        .containsExactly(new TreeMap<>(Map.of(0, 0L, 1, 0L)));
    assertThat(market.ledger(SILVER).judged()).hasSize(1);
    market.command("verify", "--strict").succeeded();
  }

  @Test
  void positionsCannotGoBackOrBeyondTheEnd() {
    Map<String, Long> before = market.snapshots();

    set("--partition=0", "--next=10").failed(2, "can only move forward", "k2 rollback");
    set("--next=0:51").failed(2, "ends at offset 50");
    set("--next=7:1").failed(2, "has no partition 7");
    set("--next=abc").failed(2, "write --partition=0 --next=1500");
    set("--next=0:1", "--new-topic").failed(2, "either --next or --new-topic");
    assertThat(set("--next=0:50,1:30").succeeded().out()).contains("Nothing to change");
    assertThat(market.snapshots()).isEqualTo(before);
  }

  @Test
  void nothingIsChangedWithoutConfirmation() {
    market.publish(0, 5);
    Map<String, Long> before = market.snapshots();

    K2Run unconfirmed = market.command("ledger", "set", "--next=0:55").failed(2, "add --yes");

    assertThat(unconfirmed.out()).containsPattern(SILVER + " .* 0 +50 +55\n");
    assertThat(market.snapshots()).isEqualTo(before);
  }

  @Test
  void oneTableMayBeMovedAlone() {
    market.publish(0, 10);
    market.run("bronze").succeeded();

    assertThat(set("--table=silver", "--next=0:55").succeeded().out())
        .contains("Note: Silver would skip offsets 50 to 54 of partition 0, which bronze has");
    market.run("silver").succeeded();

    assertThat(market.position(SILVER)).isEqualTo(market.position(BRONZE));
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).hasSize(85);
    set("--partition=0", "--next=55").failed(2, "is at offset 60 of partition 0");
  }

  @Test
  void aRecreatedTopicIsAccepted() throws Exception {
    Ledger old = market.ledger(SILVER);
    market.publish(0, 10);
    market.run("bronze").succeeded();
    recreateTopic();
    market.publish(0, 20);
    market.run("medallion").failed(4, "--new-topic");
    set("--new-topic")
        .failed(2, "Silver is at offset 50 of partition 0 of the old topic", "run silver");
    market.run("silver").succeeded();

    assertThat(set("--new-topic", "--why=broken disk").succeeded().out()).endsWith("Done.\n");

    assertThat(set("--new-topic").succeeded().out()).contains("Nothing to change");
    market.run("medallion").succeeded();
    Ledger ledger = market.ledger(SILVER);
    assertThat(ledger.topicId()).isNotEqualTo(old.topicId());
    assertThat(ledger.next()).isEqualTo(Map.of(0, 20L, 1, 0L));
    assertThat(ledger.skipped())
        .containsExactly(
            new SkippedRange(old.topicId(), 0, 60, 60, "broken disk"),
            new SkippedRange(old.topicId(), 1, 30, 30, "broken disk"));
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).hasSize(110);
    assertThat(market.coordinates(BRONZE)).hasSize(110);
    market.requireSums();
    assertThat(market.ledger(BRONZE).sums()).containsOnlyKeys(old.topicId(), ledger.topicId());
    assertThat(ledger.judged())
        .extracting(JudgedBy::topicId)
        .containsExactly(old.topicId(), ledger.topicId());
    market.publish(1, 5);
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 20L, 1, 5L));
    market.command("verify").succeeded();
    market
        .command("rollback", "--to=" + firstSnapshot(), "--yes")
        .failed(2, "held rows of the old topic");
  }

  @Test
  void recreatedTopicMayBeReadFromItsEnd() throws Exception {
    recreateTopic();
    market.publish(1, 20);

    set("--new-topic", "--at=latest").succeeded();
    market.publish(1, 5);
    market.run("medallion").succeeded();

    assertThat(market.ledger(BRONZE).first()).isEqualTo(Map.of(0, 0L, 1, 20L));
    assertThat(market.coordinates(BRONZE)).hasSize(85);
    market.requireSums();
  }

  @Test
  void aTableWithoutAPositionGetsOne() throws Exception {
    for (String table : Market.TABLES) {
      loseLedger(table);
    }
    market.publish(1, 10);
    market.run("medallion").failed(4, "has snapshots but no position", "k2 ledger set");

    set("--next=0:50").failed(2, "give the next offset of every partition [0, 1]");
    set("--next=0:49,1:30").failed(2, "rows of partition 0 up to offset 49", "Give at least 50.");
    set("--next=0:50,1:30").succeeded();

    market.run("medallion").succeeded();
    assertThat(market.ledger(BRONZE).first()).isEqualTo(Map.of(0, 0L, 1, 0L));
    market.assertExactlyOnce();
    assertThat(market.ledger(BRONZE).sums().values())
        .extracting(RowSum::from)
        .containsExactly(new TreeMap<>(Map.of(0, 50L, 1, 30L)));
    market.command("verify", "--strict").succeeded();
  }

  private K2Run set(String... options) {
    List<String> verb = new ArrayList<>(List.of("ledger", "set", "--yes"));
    verb.addAll(List.of(options));
    return market.command(verb.toArray(String[]::new));
  }

  private long firstSnapshot() {
    return market.table(SILVER).history().get(0).snapshotId();
  }

  private void recreateTopic() throws Exception {
    try (Admin admin = kafka.admin()) {
      admin.deleteTopics(List.of(market.topic())).all().get();
      Await.until(
          "the topic is gone",
          () -> {
            try {
              return !admin.listTopics().names().get().contains(market.topic());
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    }
    kafka.createTopic(market.topic(), 2);
  }

  /** Recreates a table with the same files but without a ledger, as another tool would. */
  private void loseLedger(String name) throws IOException {
    Catalog catalog = LocalCatalog.in(state, "market_data").open();
    Table table = market.table(name);
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> files.add(task.file()));
    }
    var identifier = LocalCatalog.in(state, "market_data").table(name);
    catalog.dropTable(identifier, false);
    Table recreated =
        catalog
            .buildTable(identifier, table.schema())
            .withPartitionSpec(table.spec())
            .withProperties(table.properties())
            .create();
    AppendFiles append = recreated.newAppend();
    files.forEach(append::appendFile);
    append.commit();
  }
}
