package com.k2.marketdata.operate;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.testing.Compaction;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.RegistryStub;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays of dead letters. The pipeline runs with a {@code --maxTradeAge} that rejects every second
 * message, and the replay with the default, by which they are valid. Every tenth message is invalid
 * by any rule.
 */
class ReplayIT {
  private static final String[] STRICT = {"--maxTradeAge=1d", "--maxRejectedShare=1"};
  private static final long TWO_DAYS = Duration.ofDays(2).toMillis();

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;
  private Market market;
  private long published;

  @BeforeEach
  void open() {
    market = Market.open(kafka, state, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void validDeadLettersBecomeTradesOnce(String runner) {
    publish(4_000);
    market.run("medallion", STRICT).succeeded();
    Map<String, Long> before = market.snapshots();
    Ledger position = market.ledger(SILVER);
    List<String> deadLetters = market.coordinates(DEAD_LETTERS);
    assertThat(deadLetters).hasSize(2_400);

    K2Run dryRun = replay();
    assertThat(dryRun.out())
        .containsPattern("timestamp_too_old +2000 +2000")
        .containsPattern("framing_invalid +400 +0")
        .containsPattern("REASON NOW +REJECTED AGAIN\\nframing_invalid +400")
        .contains("With --execute, 2,000 trades would be added");
    assertThat(market.snapshots()).isEqualTo(before);

    assertThat(replay("--execute", "--runner=" + runner).out()).contains("Added 2,000 trades");

    assertThat(market.coordinates(SILVER)).hasSize(3_600);
    assertThat(market.coordinates(DEAD_LETTERS)).isEqualTo(deadLetters);
    assertThat(market.ledger(SILVER)).isEqualTo(position.withRowCount(3_600L));
    assertClean(2_000);
    Record replayed =
        market.tables().rows(SILVER).stream().filter(ReplayIT::isReplayed).findAny().get();
    assertThat(replayed.getField("bronze_ingestion_timestamp"))
        .isIn(
            market.tables().rows(DEAD_LETTERS).stream()
                .map(row -> row.getField("error_timestamp"))
                .toList());

    assertThat(market.command("dlq", "summary").succeeded().out())
        .containsPattern("framing_invalid +400 +0 +0 +10.000 % ")
        .containsPattern("timestamp_too_old +0 +2000 +0 +50.000 % ");
    assertThat(market.command("dlq", "summary", "--by=hour").succeeded().out())
        .containsPattern("\\n20\\S+:00:00Z +\\d+ +\\d+ +0 ");
    assertThat(
            market
                .command(
                    "dlq", "show", "--partition=0", "--offsets=0-9", "--reason=framing_invalid")
                .succeeded()
                .out())
        .containsOnlyOnce("-0@0: framing_invalid, ")
        .contains(", open\n", "  hex: 0102\n", "  text: \\u0001\\u0002\n");
    assertThat(market.command("dlq", "show", "--limit=2").succeeded().out().split("  hex: "))
        .hasSize(3);
    assertThat(replay("--execute").out())
        .contains(
            "2,000 dead letters have been replayed before", "no dead letter is a valid trade now");
    publish(300);
    market.run("medallion").succeeded();
    assertClean(2_000);
    market.assertEqualsKafka();
  }

  @Test
  void onlySelectedDeadLettersAreReplayed() {
    publish(200);
    market.run("medallion", STRICT).succeeded();

    replay("--execute", "--partition=0", "--offsets=0-9");
    assertClean(5);
    replay("--execute", "--reason=framing_invalid");
    replay("--execute", "--until=1d");
    assertClean(5);
    assertThat(replay("--execute", "--since=1h", "--maxRecords=20").out())
        .contains("95 dead letters are left because of --maxRecords");
    market.command("replay", "--reason=nonsense").failed(ExitCode.USAGE.code(), "nonsense");
    market.command("replay", "--offsets=1").failed(ExitCode.USAGE.code(), "--partition");
    market.assertVerified();
  }

  /** The pipeline commits during the replay, and the replay during a cycle. */
  @Test
  void replayAndPipelineDoNotDisturbEachOther() {
    publish(200);
    market.run("medallion", STRICT).succeeded();
    FaultyCatalog catalog = FaultyCatalog.of(FaultyCatalog.in(state));
    publish(100);
    catalog.beforeNext(SILVER, () -> market.run("medallion", STRICT).succeeded());
    replay(faulty("--execute"));
    assertClean(100);

    publish(100);
    catalog.beforeNext(SILVER, () -> replay("--execute"));
    market.run("medallion", faulty(STRICT)).succeeded();
    assertClean(150);

    replay("--execute");
    assertClean(200);
    market.assertEqualsKafka();
  }

  @Test
  void oneOfTwoReplaysWins() {
    publish(200);
    market.run("medallion", STRICT).succeeded();
    FaultyCatalog.of(FaultyCatalog.in(state)).beforeNext(SILVER, () -> replay("--execute"));

    market
        .command(command(faulty("--execute")))
        .failed(ExitCode.CONFLICT.code(), "was committed after this replay was planned");

    assertClean(100);
    market.assertEqualsKafka();
  }

  @Test
  void rollbackOfSilverReopensDeadLetters() {
    publish(200);
    market.run("medallion", STRICT).succeeded();
    replay("--execute");

    market.rollBack(SILVER, 1);
    assertClean(0);
    FaultyCatalog.of(FaultyCatalog.in(state)).beforeNext(SILVER, () -> market.rollBack(SILVER, 1));
    market
        .command(command(faulty("--execute")))
        .failed(ExitCode.CONFLICT.code(), "no longer in its history");

    market.run("medallion", STRICT).succeeded();
    assertClean(0);
    replay("--execute");
    assertClean(100);
    market.assertEqualsKafka();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_ANSWER", "REFUSE_REPETITION", "LOSE_REQUEST", "BREAK"})
  void failedCommitLosesAndDoublesNothing(Fault.Action action) {
    publish(200);
    market.run("medallion", STRICT).succeeded();
    List<String> options =
        new ArrayList<>(FaultyCatalog.options(state, new Fault(action, SILVER, 1)));
    options.add("--execute");

    K2Run run = market.command(command(options.toArray(String[]::new)));

    boolean lost = action == Fault.Action.LOSE_REQUEST || action == Fault.Action.BREAK;
    assertThat(run.exitCode()).as(run.err()).isEqualTo(lost ? ExitCode.SYSTEM_FAULT.code() : 0);
    assertClean(lost ? 0 : 100);
    replay("--execute");
    assertClean(100);
  }

  @ParameterizedTest
  @EnumSource(names = {"HALT_BEFORE", "HALT_AFTER"})
  void killedReplayIsRepeated(Fault.Action action) {
    publish(200);
    market.run("medallion", STRICT).succeeded();
    List<String> options =
        new ArrayList<>(FaultyCatalog.options(state, new Fault(action, SILVER, 1)));
    options.add("--execute");
    try (DriverProcess driver = market.startCommand(command(options.toArray(String[]::new)))) {
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(FaultyCatalog.HALTED);
    }

    assertClean(action == Fault.Action.HALT_AFTER ? 100 : 0);
    replay("--execute");
    assertClean(100);
    market.assertEqualsKafka();
  }

  @Test
  void silverOfAnEarlierVersionGetsTheColumn() {
    publish(200);
    market.run("medallion", STRICT).succeeded();
    market.table(SILVER).updateSchema().deleteColumn("replay_id").commit();
    assertClean(0);
    assertThat(replay().out()).contains("100 trades would be added");
    assertThat(market.table(SILVER).schema().findField("replay_id")).isNull();

    replay("--execute");

    // Compaction mixes replayed rows with rows of files that do not have the column.
    while (Compaction.of(state, SILVER)) {}
    assertThat(market.tables().rows(SILVER)).filteredOn(ReplayIT::isReplayed).hasSize(100);
    assertThat(replay("--execute").out()).contains("100 dead letters have been replayed before");
    assertClean(100);
    market.assertEqualsKafka();
  }

  @Test
  void mendedPositionCountsReplayedRows() {
    publish(200);
    market.run("medallion", STRICT).succeeded();
    replay("--execute");
    ForeignTool.rewrite(market.table(SILVER));
    ForeignTool.expire(market.table(SILVER));

    market.command("ledger", "mend", "--yes").succeeded();

    assertThat(market.ledger(SILVER).rows()).isEqualTo(market.coordinates(SILVER).size());
    assertClean(100);
    assertThat(replay("--execute").out()).contains("100 dead letters have been replayed before");
    market.run("medallion", STRICT).succeeded();
    market.assertEqualsKafka();
  }

  /**
   * Three causes: a schema that names the price differently, a symbol that the list does not have,
   * and a price with too many digits, for which there is no remedy.
   */
  @Test
  void everyCauseIsReplayedOnceItIsMended() throws Exception {
    Schema schema = RawTrades.BINANCE.rawSchema();
    Schema renamed = new Schema.Parser().parse(schema.toString().replace("\"price\"", "\"rate\""));
    Path symbols =
        Files.writeString(
            state.resolve("symbols.csv"), "symbol,quote_asset\nBTCUSDT,USDT\nBTCNEWQ,NEWQ\n");
    try (RegistryStub before = new RegistryStub(Map.of(1, schema, RawTrades.SCHEMA_ID, renamed));
        RegistryStub mended = new RegistryStub(Map.of(1, schema, RawTrades.SCHEMA_ID, schema));
        TestPublisher publisher = kafka.publisher()) {
      before.start();
      mended.start();
      byte[] otherName = RawTrades.bytes(RawTrades.binance());
      for (int i = 0; i < 300; i++) {
        publisher.sendLater(market.topic(), 0, RawTrades.KAFKA_MILLIS, otherName);
        send(publisher, i, "BTCNEWQ", "1.5");
        send(publisher, i, "BTCUSDT", "1.0000000000001");
        send(publisher, i, "BTCUSDT", "1.5");
      }
      publisher.flush();
      String registry = "--schemaRegistry=" + mended.url();
      String list = "--symbolList=" + symbols;
      market
          .run("medallion", "--maxRejectedShare=1", "--schemaRegistry=" + before.url())
          .succeeded();
      assertThat(market.coordinates(SILVER)).hasSize(300);

      assertThat(replay("--schemaRegistry=" + before.url(), list).out())
          .containsPattern("price_missing +300 +0\n")
          .containsPattern("price_scale_exceeded +300 +0\n")
          .containsPattern("symbol_unknown_form +300 +300\n")
          .contains("600 dead letters stay as they are: today's rules reject them again.");
      replay("--execute", "--schemaRegistry=" + before.url(), list);
      assertClean(300, registry, list);

      assertThat(replay("--execute", registry, list).out())
          .containsPattern("price_missing +300 +300\n")
          .containsPattern("REASON NOW +REJECTED AGAIN\nprice_scale_exceeded +300\n")
          .contains("Added 300 trades");
      assertClean(600, registry, list);
      assertThat(replay("--execute", registry, list).out())
          .contains("600 dead letters have been replayed before", "Nothing was changed");
      assertThat(market.coordinates(SILVER)).hasSize(900);
      assertThat(market.command("dlq", "summary").succeeded().out())
          .containsPattern("price_missing +0 +300 ")
          .containsPattern("price_scale_exceeded +300 +0 ")
          .containsPattern("symbol_unknown_form +0 +300 ");
    }
  }

  private void send(TestPublisher publisher, long number, String symbol, String price) {
    publisher.sendLater(
        market.topic(),
        1,
        NumberedTrades.millis(number),
        NumberedTrades.binance(number, symbol, price));
  }

  @Test
  @Tag("long")
  void manyDeadLettersAreReplayed() {
    publish(200_000);
    market.run("medallion", STRICT).succeeded();

    replay("--execute");

    assertClean(100_000);
    market.assertEqualsKafka();
  }

  /** Publishes messages, half of them older than a day. */
  private void publish(int count) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < count; i++, published++) {
        boolean old = published / 2 % 2 == 1;
        boolean invalid = !old && published / 2 % 5 == 0;
        publisher.sendLater(
            market.topic(),
            (int) (published % 2),
            NumberedTrades.millis(published) + (old ? TWO_DAYS : 0),
            invalid ? new byte[] {1, 2} : NumberedTrades.binance(published));
      }
      publisher.flush();
    }
  }

  private K2Run replay(String... options) {
    return market.command(command(options)).succeeded();
  }

  private static String[] command(String... options) {
    List<String> all = new ArrayList<>(List.of("replay"));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  private String[] faulty(String... options) {
    List<String> all = new ArrayList<>(FaultyCatalog.options(state));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  /** Verifies offsets and contents, and counts the replayed rows. */
  private void assertClean(int replayed, String... rules) {
    assertThat(market.coordinates(SILVER)).doesNotHaveDuplicates();
    assertThat(market.coordinates(BRONZE)).isNotEmpty();
    List<String> arguments = new ArrayList<>(List.of("verify", "--contents", "--format=json"));
    arguments.addAll(List.of(rules));
    K2Run verify = market.k2(arguments.toArray(String[]::new));
    verify.succeeded();
    assertThat(verify.out()).contains("\"replayed\" : " + replayed + ",");
  }

  private static boolean isReplayed(Record row) {
    return row.getField("replay_id") != null;
  }
}
