package com.k2.marketdata.cli;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.RegistryStub;
import com.k2.marketdata.testing.RewrittenRows;
import com.k2.marketdata.testing.TestPublisher;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code k2 verify --contents} against a real Kafka and a schema registry. */
class VerifyContentsIT {
  private static final int MESSAGES = 400;
  private static LocalKafka kafka;
  private static RegistryStub registry;

  @TempDir private Path state;
  private Market market;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    registry = new RegistryStub(Map.of(1, Exchanges.named("binance").rawSchema()));
    registry.start();
  }

  @AfterAll
  static void stop() {
    registry.close();
    kafka.close();
  }

  /** Partition 0: trades and invalid messages; partition 1: keys, headers, tombstones. */
  @BeforeEach
  void fill() {
    market = Market.open(kafka, state, 2);
    market.publish(0, MESSAGES);
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < 20; i++) {
        publisher.send(
            market.topic(),
            1,
            NumberedTrades.millis(i),
            i % 3 == 0 ? null : ("key" + i).getBytes(StandardCharsets.UTF_8),
            i % 4 == 0 ? null : NumberedTrades.binance(i),
            i % 2 == 0 ? Map.of() : Map.of("a", new byte[] {1}, "b", new byte[0]));
      }
    }
  }

  @Test
  void anUndamagedLakeIsClean() {
    assertUndamagedLakeIsClean("SparkRunner");
  }

  @Tag("long")
  @Test
  void anUndamagedLakeIsCleanOnTheDirectRunner() {
    assertUndamagedLakeIsClean("DirectRunner");
  }

  private void assertUndamagedLakeIsClean(String runner) {
    run("medallion");

    K2Run verified =
        market.k2(
            "verify",
            "--contents",
            "--schemaRegistry=" + registry.url(),
            "--runner=" + runner,
            "--sparkMaster=local[2]");

    verified.succeeded();
    assertThat(verified.out())
        .contains("420 rows of bronze and 420 rows made of them read, 0 errors, 0 not proved")
        .contains("Bronze was compared with 420 messages that Kafka still has.")
        .contains("with the sum in the ledger, from offset 0.");
  }

  @Test
  void aDeadLetterOfEveryReasonIsClean() {
    SampleData sample = SampleData.copyTo(state);
    K2Run.of(
            "feed",
            "--exchange=binance",
            "--topic=" + market.topic(),
            "--bootstrap=" + kafka.bootstrap(),
            "--file=" + sample.binanceCsv().get(0),
            "--repeat=20",
            "--defects=0.25")
        .succeeded();
    market.run("medallion", "--maxRejectedShare=1").succeeded();
    Set<Object> reasons = new HashSet<>();
    market.tables().forEach(DEAD_LETTERS, row -> reasons.add(row.getField("error_reason")));
    assertThat(reasons).hasSizeGreaterThan(15);

    K2Run verified = market.k2("verify", "--contents");

    verified.succeeded();
    assertThat(verified.out()).contains(", 0 errors, 0 not proved");
  }

  @Test
  void changedValuesAreFoundWithTheirCoordinates() throws Exception {
    assertChangedValuesAreFound("SparkRunner");
  }

  @Tag("long")
  @Test
  void changedValuesAreFoundOnTheDirectRunner() throws Exception {
    assertChangedValuesAreFound("DirectRunner");
  }

  private void assertChangedValuesAreFound(String runner) throws Exception {
    run("bronze");
    run("silver");
    change(SILVER, 7, row -> row.setField("price", new BigDecimal("5.000000000000")));
    change(SILVER, 8, row -> row.setField("side", "BUY"));
    change(DEAD_LETTERS, 10, row -> row.setField("raw_record", ByteBuffer.wrap(new byte[] {7})));
    exchange(SILVER, 11, 12, "trade_id");

    K2Run verified = contents("--runner=" + runner, "--sparkMaster=local[2]");

    assertThat(verified.exitCode()).as(verified.out()).isEqualTo(1);
    assertThat(findings(verified))
        .containsExactly(
            "CHANGED silver_binance_trades 7 price 5.000000000000 27123.710000000000",
            "CHANGED silver_binance_trades 8 side \"BUY\" \"SELL\"",
            "CHANGED silver_dlq_trades 10 raw_record 0x07 (1 byte) 0x0102 (2 bytes)",
            "CHANGED silver_binance_trades 11 trade_id \"BINANCE-12\" \"BINANCE-11\"",
            "CHANGED silver_binance_trades 12 trade_id \"BINANCE-11\" \"BINANCE-12\"");
  }

  @Test
  void changedMessagesAndOutcomesAreFound() throws Exception {
    run("medallion");
    byte[] valid = NumberedTrades.binance(1);
    change(BRONZE, 5, row -> row.setField("raw_bytes", ByteBuffer.wrap(valid)));
    change(BRONZE, 6, row -> row.setField("raw_bytes", null));
    reject(7);

    K2Run verified = contents();

    assertThat(verified.exitCode()).as(verified.out()).isEqualTo(1);
    assertThat(findings(verified))
        .satisfiesExactly(
            finding ->
                assertThat(finding).startsWith("BRONZE_CHANGED bronze_binance_trades 5 raw_bytes "),
            finding ->
                assertThat(finding)
                    .startsWith("BRONZE_CHANGED bronze_binance_trades 6 raw_bytes null "),
            finding ->
                assertThat(finding)
                    .startsWith("CHANGED silver_dlq_trades 5 raw_record ")
                    .endsWith("outcome rejected as \"framing_invalid\" a trade"),
            finding ->
                assertThat(finding)
                    .startsWith("CHANGED silver_binance_trades 6 ")
                    .endsWith("outcome a trade rejected as \"payload_missing\""),
            finding ->
                assertThat(finding)
                    .isEqualTo(
                        "WRONG_OUTCOME silver_dlq_trades 7 outcome rejected as"
                            + " \"price_missing\" a trade"));
  }

  /** Moves a trade of partition 0 to the dead letters. */
  private void reject(long offset) {
    Record message = row(BRONZE, offset, market.tables().rows(BRONZE));
    RewrittenRows.of(
        market.table(SILVER),
        rows -> {
          rows.remove(row(SILVER, offset, rows));
          return rows;
        });
    RewrittenRows.of(
        market.table(DEAD_LETTERS),
        rows -> {
          Record letter = rows.get(0).copy();
          letter.setField("raw_record", message.getField("raw_bytes"));
          letter.setField("error_reason", "price_missing");
          letter.setField("error_type", "price");
          letter.setField("schema_id", 1);
          letter.setField("kafka_partition", 0);
          letter.setField("kafka_offset", offset);
          letter.setField("kafka_timestamp", message.getField("kafka_timestamp"));
          rows.add(letter);
          return rows;
        });
  }

  @Test
  void bronzeIsProvedAfterKafkasRetention() throws Exception {
    run("bronze");
    market.publish(0, 50);
    run("bronze");
    kafka.deleteBefore(market.topic(), 0, MESSAGES + 50);
    kafka.deleteBefore(market.topic(), 1, 20);
    contents().succeeded();
    change(
        BRONZE,
        MESSAGES + 1,
        row -> row.setField("raw_bytes", ByteBuffer.wrap(NumberedTrades.binance(9))));

    K2Run verified = contents();

    assertThat(verified.exitCode()).as(verified.out()).isEqualTo(1);
    JsonNode sums = contents(verified).get("sums");
    assertThat(sums).hasSize(1);
    assertThat(sums.get(0).asText()).contains("partition 0 offsets 400 to 449, do not have");
  }

  @Test
  void otherSettingsLeaveRowsUnproved() throws Exception {
    market
        .run(
            "medallion",
            "--schemaRegistry=" + registry.url(),
            "--maxRejectedShare=1",
            "--maxTradeAge=1ms",
            "--futureTolerance=0s")
        .succeeded();
    market.publish(1, 1);
    try (TestPublisher publisher = kafka.publisher()) {
      publisher.send(
          market.topic(), 1, NumberedTrades.millis(1) + 10_000, NumberedTrades.binance(1));
    }
    market.run("medallion", "--schemaRegistry=" + registry.url(), "--maxTradeAge=1s").succeeded();

    contents("--maxTradeAge=1s").succeeded();
    K2Run today = contents();

    today.succeeded();
    assertThat(findings(today))
        .singleElement()
        .asString()
        .startsWith("JUDGED_DIFFERENTLY silver_dlq_trades 21 ")
        .endsWith("outcome rejected as \"timestamp_too_old\" a trade");
  }

  @Test
  void schemasThatAreGoneLeaveRowsUnproved() {
    run("medallion");
    try (RegistryStub empty = new RegistryStub(Map.of())) {
      empty.start();
      K2Run verified = market.k2("verify", "--contents", "--schemaRegistry=" + empty.url());

      verified.succeeded();
      assertThat(verified.out()).contains(", 0 errors, 335 not proved");
    }
  }

  @Test
  void anUnreachableRegistryIsASystemFault() {
    run("medallion");
    try (RegistryStub stopped = new RegistryStub(Map.of())) {
      market
          .k2("verify", "--contents", "--schemaRegistry=" + stopped.url())
          .failed(ExitCode.SYSTEM_FAULT.code(), stopped.url());
    }
  }

  private void run(String pipeline) {
    market.run(pipeline, "--schemaRegistry=" + registry.url(), "--maxRejectedShare=1").succeeded();
  }

  private K2Run contents(String... options) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--contents", "--format=json"));
    arguments.add("--schemaRegistry=" + registry.url());
    arguments.addAll(List.of(options));
    return market.k2(arguments.toArray(String[]::new));
  }

  private static JsonNode contents(K2Run verified) throws Exception {
    return new ObjectMapper().readTree(verified.out()).get("exchanges").get(0).get("contents");
  }

  /** The listed rows as text: kind, table, offset, and each column with both values. */
  private static List<String> findings(K2Run verified) throws Exception {
    List<String> findings = new ArrayList<>();
    for (JsonNode row : contents(verified).get("findings")) {
      StringBuilder text = new StringBuilder();
      text.append(row.get("kind").asText()).append(' ');
      text.append(row.get("table").asText()).append(' ');
      text.append(row.get("offset").asText());
      for (JsonNode difference : row.get("differences")) {
        difference.forEach(value -> text.append(' ').append(value.asText()));
      }
      findings.add(text.toString());
    }
    return findings;
  }

  /** Changes one row of partition 0. */
  private void change(String table, long offset, Consumer<Record> change) {
    RewrittenRows.of(
        market.table(table),
        rows -> {
          change.accept(row(table, offset, rows));
          return rows;
        });
  }

  /** Exchanges the values of a column between two rows of partition 0. */
  private void exchange(String table, long one, long other, String column) {
    RewrittenRows.of(
        market.table(table),
        rows -> {
          Record first = row(table, one, rows);
          Record second = row(table, other, rows);
          Object value = first.getField(column);
          first.setField(column, second.getField(column));
          second.setField(column, value);
          return rows;
        });
  }

  private static Record row(String table, long offset, List<Record> rows) {
    String prefix = table.equals(BRONZE) ? "" : "kafka_";
    return rows.stream()
        .filter(row -> row.getField(prefix + "partition").equals(0))
        .filter(row -> row.getField(prefix + "offset").equals(offset))
        .findFirst()
        .orElseThrow();
  }
}
