package com.k2.marketdata.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.RecordedData;
import com.k2.marketdata.testing.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded trades, from files through {@code k2 feed}, Kafka and medallion into the tables. */
class RecordedDataIT {
  private static final List<String> EXCHANGES = List.of("binance", "kraken");

  private static final JsonMapper JSON = new JsonMapper();

  private static LocalKafka kafka;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void everyRecordedRowHasItsExpectedOutcome() {
    ExpectedTrades binance = new ExpectedTrades();
    ExpectedTrades kraken = new ExpectedTrades();
    SortedMap<String, Long> rejected = new TreeMap<>();
    for (String exchange : EXCHANGES) {
      kafka.createTopic("market.crypto.trades." + exchange + ".raw", 3);
      List<Path> files = new ArrayList<>(RecordedData.csv(exchange, folder));
      files.addAll(exchange.equals("binance") ? unusualBinanceFiles() : unusualKrakenFiles());
      feed(exchange, files, "csv").succeeded();
      for (Path file : files) {
        List<Map<String, String>> rows = RecordedData.rows(file);
        rows.forEach(exchange.equals("binance") ? binance::binance : kraken::kraken);
      }
    }
    binance.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    kraken.rejected().forEach((reason, count) -> rejected.merge(reason, count, Long::sum));

    medallion("--exchange=binance,kraken").succeeded();

    assertThat(silver("binance")).isEqualTo(binance.trades());
    assertThat(silver("kraken")).isEqualTo(kraken.trades());
    assertThat(deadLetters()).isEqualTo(rejected);
  }

  @Test
  void everyTradeOfARecordedFrameIsPublished() {
    Path frames = RecordedData.krakenFrames(folder);
    ExpectedTrades expected = new ExpectedTrades();
    RecordedData.lines(frames).forEach(line -> krakenTrades(line).forEach(expected::kraken));
    kafka.createTopic("frames", 2);

    feed("kraken", List.of(frames), "frames", "--topic=frames").succeeded();
    medallion("--exchange=kraken", "--topic=frames").succeeded();

    assertThat(expected.trades()).hasSizeGreaterThan(RecordedData.lines(frames).size());
    assertThat(silver("kraken")).isEqualTo(expected.trades());
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void onlySpotTradesOfOddMessagesBecomeTrades() throws IOException {
    ExpectedTrades binance = new ExpectedTrades();
    ExpectedTrades kraken = new ExpectedTrades();
    for (String exchange : EXCHANGES) {
      String topic = "odd-" + exchange;
      kafka.createTopic(topic, 1);
      List<String> messages = oddMessages(exchange);
      int withoutTrades = 0;
      for (String message : messages) {
        List<Map<String, String>> trades =
            exchange.equals("binance") ? binanceTrades(message) : krakenTrades(message);
        trades.forEach(exchange.equals("binance") ? binance::binance : kraken::kraken);
        withoutTrades += trades.isEmpty() ? 1 : 0;
      }
      Path frames = write(exchange + "_odd.txt", messages.toArray(String[]::new));
      Path summary = folder.resolve(exchange + "_odd.json");
      feed(exchange, List.of(frames), "frames", "--topic=" + topic, "--summary=" + summary)
          .succeeded();
      assertThat(skippedIn(summary)).isEqualTo(withoutTrades);
      medallion("--exchange=" + exchange, "--topic=" + topic).succeeded();
    }

    assertThat(silver("binance")).isEqualTo(binance.trades());
    assertThat(silver("kraken")).isEqualTo(kraken.trades());
    assertThat(deadLetters()).isEqualTo(binance.rejected());
    assertThat(deadLetters()).containsOnlyKeys("price_not_positive");
  }

  @Test
  void injectedDefectsBecomeDeadLettersWithTheirReason() throws IOException {
    SortedMap<String, Long> announced = new TreeMap<>();
    for (String exchange : EXCHANGES) {
      String topic = "defects-" + exchange;
      kafka.createTopic(topic, 2);
      Path smallest =
          RecordedData.csv(exchange, folder).stream()
              .min((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
      Path summary = folder.resolve(exchange + ".json");
      feed(
              exchange,
              List.of(smallest),
              "csv",
              "--topic=" + topic,
              "--repeat=5",
              "--defects=0.3",
              "--summary=" + summary)
          .succeeded();
      JsonNode report = JSON.readTree(summary.toFile());
      report
          .get("defects")
          .fields()
          .forEachRemaining(
              defect -> announced.merge(defect.getKey(), defect.getValue().asLong(), Long::sum));
      medallion("--exchange=" + exchange, "--topic=" + topic).succeeded();
      long defects = sum(report.get("defects"));
      assertThat(silver(exchange)).hasSize((int) (report.get("published").asLong() - defects));
    }

    assertThat(announced).hasSizeGreaterThan(8);
    assertThat(deadLetters()).isEqualTo(announced);
  }

  /** Column layouts and values that the shared files may not have. */
  private List<Path> unusualBinanceFiles() {
    return List.of(
        write(
            "binance_without_symbol.csv",
            "trade_id,price,qty,trade_time_ms,is_buyer_maker,is_best_match",
            "1,100.5,1,1598850897968,true,true"),
        write(
            "binance_digits.csv",
            "symbol,is_buyer_maker,trade_time_us,qty,price,trade_id,more",
            "BTCUSDT,true,1741046401271497,0.000000000001,9999999999999999.123456789012,2,x",
            "ETHBTC,false,1741046401271000,10.000000000000000,0.0000000000010,3,x",
            "ETHBTC,false,1741046401271001,1,0.0000000000001,4,x",
            "ETHBTC,false,1741046401271002,0.00000000,0.1,5,x",
            "ETHBTC,false,1741046401271003,,0.1,6,x",
            "ETHBTC,false,1741046401271004,1,,7,x"));
  }

  private List<Path> unusualKrakenFiles() {
    return List.of(
        write(
            "kraken_without_side.csv",
            "pair,price,volume,timestamp,order_type,misc",
            "XBT/USD,9431.1,2.02,1525752700.0295,m,"),
        write(
            "kraken_nanoseconds.csv",
            "pair,price,volume,timestamp,side,order_type,misc,trade_id",
            "XDG/USD,0.05,1.5,1762795433.999999999,b,l,,1",
            "XBT/USDT,105433.6,0.00027625,1762795433.9717449,s,m,,2",
            "AIXBT/USD,0.1,7,1762795433,b,m,,3",
            "NANO/XBT,0.000123459,0.1,1762795434.1,s,l,,4"));
  }

  private Path write(String name, String... lines) {
    try {
      return Files.write(folder.resolve(name), List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> row(JsonNode trade, String pair) {
    return Map.of(
        "pair", pair,
        "price", trade.get(0).asText(),
        "volume", trade.get(1).asText(),
        "timestamp", trade.get(2).asText(),
        "side", trade.get(3).asText(),
        "order_type", trade.get(4).asText());
  }

  /** Recorded unusual messages, or a few of the same kinds if there is no recording. */
  private static List<String> oddMessages(String exchange) throws IOException {
    if (RecordedData.shared().isEmpty()) {
      return exchange.equals("binance")
          ? List.of(
              "1723161254087896568 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":"
                  + "1723161255343,\"s\":\"BTCUSDT\",\"t\":1,\"p\":\"1.5\",\"q\":\"2.5\","
                  + "\"T\":1723161255342,\"m\":true,\"st\":1}}",
              "{\"e\":\"trade\",\"E\":1723161255343,\"s\":\"BTCUSDT\",\"t\":2,\"p\":\"0\","
                  + "\"q\":\"0\",\"T\":1723161255342,\"m\":true,\"X\":\"NA\"}",
              "{\"e\":\"trade\",\"E\":1723161255343,\"s\":\"BTCUSD_200925\",\"t\":3,\"p\":\"1\","
                  + "\"q\":\"1\",\"T\":1723161255342,\"m\":true}",
              "{\"e\":\"aggTrade\",\"E\":1723161255343,\"s\":\"BTCUSDT\",\"a\":4}",
              "{\"stream\":\"trades\",\"data\":[{\"e\":\"trade\",\"s\":\"PHB-2DF_BNB\"}]}")
          : List.of(
              "{\"event\":\"heartbeat\"}",
              "[\"1023.8\",\"0.4\",1385579841.7774,\"s\",\"l\",\"\"]",
              "[14,[[\"9482.4\",\"0.1\",\"1561939258.5\",\"s\",\"l\",\"\"],[\"9488.2\",\"0.2\","
                  + "\"1561939258.6\",\"b\",\"l\",\"\"]],\"trade\",\"XBT/EUR\"]");
    }
    Path file =
        RecordedData.shared().get().resolve("odd").resolve(exchange + "_odd_messages.jsonl");
    List<String> messages = new ArrayList<>();
    for (String line : RecordedData.lines(file)) {
      messages.add(JSON.readTree(line).get("raw").asText());
    }
    return messages;
  }

  /**
   * A message is a trade if it is a {@code trade} event, with or without a stream wrapper, and its
   * symbol is not that of a delivery future.
   */
  private static List<Map<String, String>> binanceTrades(String message) {
    JsonNode json = jsonAfterReceiveTime(message);
    JsonNode event = json.has("data") ? json.get("data") : json;
    return event.path("e").asText().equals("trade") && !event.path("s").asText().contains("_")
        ? List.of(
            Map.of(
                "symbol", event.get("s").asText(),
                "trade_id", event.get("t").asText(),
                "price", event.get("p").asText(),
                "qty", event.get("q").asText(),
                "trade_time_ms", event.get("T").asText(),
                "is_buyer_maker", event.get("m").asText()))
        : List.of();
  }

  private static List<Map<String, String>> krakenTrades(String message) {
    JsonNode json = jsonAfterReceiveTime(message);
    List<Map<String, String>> trades = new ArrayList<>();
    if (json.path(2).asText().equals("trade")) {
      json.get(1).forEach(trade -> trades.add(row(trade, json.get(3).asText())));
    }
    return trades;
  }

  private static JsonNode jsonAfterReceiveTime(String message) {
    try {
      return JSON.readTree(message.replaceFirst("^[0-9.]+ ", ""));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static long skippedIn(Path summary) throws IOException {
    JsonNode report = JSON.readTree(summary.toFile());
    return sum(report.get("skipped")) + sum(report.get("refused")) + report.get("unknown").asLong();
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private K2Run feed(String exchange, List<Path> files, String format, String... more) {
    List<String> arguments = new ArrayList<>(List.of("feed", "--exchange=" + exchange));
    files.forEach(file -> arguments.add("--file=" + file));
    arguments.addAll(List.of("--format=" + format, "--bootstrap=" + kafka.bootstrap()));
    arguments.addAll(List.of(more));
    return K2Run.of(arguments);
  }

  private K2Run medallion(String... more) {
    List<String> arguments = new ArrayList<>(List.of("run", "medallion", "--state=" + folder));
    arguments.addAll(List.of("--bootstrap=" + kafka.bootstrap(), "--runner=DirectRunner"));
    arguments.addAll(List.of(more));
    return K2Run.of(arguments);
  }

  private List<String> silver(String exchange) {
    List<String> trades = new ArrayList<>();
    Tables.of(folder).forEach("silver_" + exchange + "_trades", row -> trades.add(text(row)));
    return trades.stream().sorted().toList();
  }

  private SortedMap<String, Long> deadLetters() {
    SortedMap<String, Long> reasons = new TreeMap<>();
    Tables.of(folder)
        .forEach(
            "silver_dlq_trades",
            row -> reasons.merge((String) row.getField("error_reason"), 1L, Long::sum));
    return reasons;
  }

  private static String text(Record trade) {
    String id = (String) trade.getField("trade_id");
    if (id.startsWith("KRAKEN-")) {
      String coordinates =
          "-" + trade.getField("kafka_partition") + "-" + trade.getField("kafka_offset");
      assertThat(id).endsWith(coordinates);
      id = id.substring(0, id.length() - coordinates.length());
    }
    return ExpectedTrades.text(
        id,
        (String) trade.getField("symbol"),
        (BigDecimal) trade.getField("price"),
        (BigDecimal) trade.getField("quantity"),
        (String) trade.getField("side"),
        ChronoUnit.MICROS.between(
            Instant.EPOCH, ((OffsetDateTime) trade.getField("timestamp")).toInstant()),
        (List<?>) trade.getField("trade_conditions"));
  }
}
