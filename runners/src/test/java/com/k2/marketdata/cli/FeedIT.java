package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.TopicReader;
import com.k2.marketdata.trade.Outcome;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The messages of {@code k2 feed}, read back from Kafka. */
class FeedIT {
  private static final Exchange BINANCE = Exchanges.named("binance");
  private static final Exchange KRAKEN = Exchanges.named("kraken");
  private static final Judge JUDGE = Judge.of(BINANCE);

  @TempDir private static Path folder;
  private static LocalKafka kafka;
  private static SampleData sample;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    sample = SampleData.copyTo(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void rowsOfASymbolArriveInOrder() throws IOException {
    kafka.createTopic("rows", 6);
    List<String> arguments = new ArrayList<>(List.of("--exchange=binance", "--topic=rows"));
    sample.binanceCsv().forEach(file -> arguments.add("--file=" + file));

    feed(arguments.toArray(String[]::new));

    Map<String, List<ConsumerRecord<byte[], byte[]>>> bySymbol = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : TopicReader.readAll(kafka, "rows")) {
      bySymbol.computeIfAbsent(text(message.key()), symbol -> new ArrayList<>()).add(message);
    }
    int rows = 0;
    for (Path file : sample.binanceCsv()) {
      for (Map<String, String> row : rows(file)) {
        ConsumerRecord<byte[], byte[]> message = bySymbol.get(row.get("symbol")).remove(0);
        assertSame(row, message);
        rows++;
      }
    }
    assertThat(rows).isEqualTo(49_563);
    assertThat(bySymbol.values()).allMatch(List::isEmpty);
  }

  @Test
  void everyTradeOfAFrameArrives() throws IOException {
    kafka.createTopic("frames", 1);

    JsonNode summary =
        feed(
            "--exchange=kraken",
            "--format=frames",
            "--file=" + sample.krakenFrames(),
            "--topic=frames");

    List<ConsumerRecord<byte[], byte[]>> messages = TopicReader.readAll(kafka, "frames");
    assertThat(summary.path("published").asInt()).isEqualTo(38);
    assertThat(messages).hasSize(38);
    GenericRecord fifth = decode(KRAKEN, messages.get(4).value());
    assertThat(fifth.toString())
        .isEqualTo(
            "{\"channel_id\": 321, \"price\": \"58721.20000\", \"volume\": \"0.00000050\","
                + " \"timestamp\": \"1617666461.470964\", \"side\": \"s\", \"order_type\": \"m\","
                + " \"misc\": \"\", \"pair\": \"XBT/USD\","
                + " \"ingestion_timestamp\": 1617666461470964}");
    assertThat(messages.get(4).timestamp()).isEqualTo(1617666461470L);
    assertThat(text(messages.get(4).key())).isEqualTo("XBT/USD");
  }

  @Test
  void defectsAreRejectedForTheReportedReasons() throws IOException {
    for (Exchange exchange : List.of(BINANCE, KRAKEN)) {
      String topic = "defects-" + exchange.name();
      kafka.createTopic(topic, 3);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--exchange=" + exchange.name(),
                  "--topic=" + topic,
                  "--seed=7",
                  "--defects=0.25",
                  "--repeat=20"));
      if (exchange == KRAKEN) {
        arguments.addAll(List.of("--format=frames", "--file=" + sample.krakenFrames()));
      } else {
        arguments.add("--file=" + sample.binanceCsv().get(0));
      }

      JsonNode summary = feed(arguments.toArray(String[]::new));

      Judge judge = Judge.of(exchange);
      Map<String, Long> reasons = new TreeMap<>();
      for (ConsumerRecord<byte[], byte[]> message : TopicReader.readAll(kafka, topic)) {
        if (judge.judge(message(message)) instanceof Outcome.Rejected rejected) {
          reasons.merge(rejected.reason().code(), 1L, Long::sum);
        }
      }
      Map<String, Long> reported = new TreeMap<>();
      summary
          .path("defects")
          .fields()
          .forEachRemaining(entry -> reported.put(entry.getKey(), entry.getValue().asLong()));
      assertThat(reasons).isEqualTo(reported).hasSizeGreaterThan(15);
    }
  }

  @Test
  void idOfTheRegisteredSchemaIsUsed() throws IOException {
    kafka.createTopic("registered", 1);
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/base/subjects/registered-value/versions",
        exchange -> {
          JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody());
          boolean asExpected =
              request.path("schema").asText().equals(KRAKEN.rawSchema().toString());
          byte[] answer = "{\"id\":77}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(asExpected ? 200 : 422, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    registry.start();
    try {
      feed(
          "--exchange=kraken",
          "--format=frames",
          "--file=" + sample.krakenFrames(),
          "--topic=registered",
          "--registry=http://127.0.0.1:" + registry.getAddress().getPort() + "/base");
    } finally {
      registry.stop(0);
    }
    assertThat(TopicReader.readAll(kafka, "registered"))
        .hasSize(38)
        .allMatch(message -> ByteBuffer.wrap(message.value()).getInt(1) == 77);
  }

  @Test
  void rateIsKeptAndTimestampsCanBeCurrent() throws IOException {
    kafka.createTopic("slow", 1);
    long before = System.currentTimeMillis();

    JsonNode summary =
        feed(
            "--exchange=kraken",
            "--format=frames",
            "--file=" + sample.krakenFrames(),
            "--topic=slow",
            "--rate=40",
            "--stamp=now",
            "--key=none");

    // The last of the chunks of ten is due after 30/40 of a second.
    assertThat(summary.path("seconds").asDouble()).isGreaterThan(0.75);
    assertThat(TopicReader.readAll(kafka, "slow"))
        .hasSize(38)
        .allMatch(message -> message.timestamp() >= before)
        .allMatch(message -> message.key() == null);
  }

  @Test
  void recordingOfAnotherExchangeIsBadUsage() {
    kafka.createTopic("other", 1);
    K2Run.of(
            "feed",
            "--bootstrap=" + kafka.bootstrap(),
            "--exchange=binance",
            "--topic=other",
            "--format=frames",
            "--file=" + sample.krakenFrames())
        .failed(2, "Nothing was published. Check that --exchange and --format are those");
    assertThat(TopicReader.readAll(kafka, "other")).isEmpty();
  }

  @Test
  void missingTopicIsReportedImmediately() {
    StringWriter err = new StringWriter();
    int exitCode =
        K2.commandLine()
            .setErr(new PrintWriter(err))
            .execute(
                "feed",
                "--exchange=binance",
                "--file=" + sample.binanceCsv().get(0),
                "--topic=nowhere",
                "--bootstrap=" + kafka.bootstrap());

    assertThat(exitCode).isEqualTo(3);
    assertThat(err.toString()).contains("no topic nowhere").doesNotContain("\tat ");
  }

  private static void assertSame(Map<String, String> row, ConsumerRecord<byte[], byte[]> message)
      throws IOException {
    GenericRecord raw = decode(BINANCE, message.value());
    String time = row.getOrDefault("trade_time_ms", row.get("trade_time_us"));
    assertThat(raw.get("trade_id")).isEqualTo(Long.parseLong(row.get("trade_id")));
    assertThat(raw.get("price")).hasToString(row.get("price"));
    assertThat(raw.get("quantity")).hasToString(row.get("qty"));
    assertThat(raw.get("trade_time_ms")).hasToString(time);
    assertThat(raw.get("is_buyer_maker")).hasToString(row.get("is_buyer_maker"));
    assertThat(raw.get("is_best_match")).hasToString(row.get("is_best_match"));
    assertThat(message.timestamp()).isEqualTo(Long.parseLong(time.substring(0, 13)));
    Outcome outcome = JUDGE.judge(message(message));
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    assertThat(((Outcome.Accepted) outcome).trade().price())
        .isEqualByComparingTo(new BigDecimal(row.get("price")));
  }

  /** Runs the command in this process and returns its summary. */
  private static JsonNode feed(String... arguments) throws IOException {
    Path summary = Files.createTempFile(folder, "summary", ".json");
    List<String> all = new ArrayList<>(List.of("feed", "--bootstrap=" + kafka.bootstrap()));
    all.add("--summary=" + summary);
    all.addAll(Arrays.asList(arguments));
    CommandLine commandLine = K2.commandLine().setOut(new PrintWriter(new StringWriter()));
    assertThat(commandLine.execute(all.toArray(String[]::new))).isZero();
    return new ObjectMapper().readTree(summary.toFile());
  }

  private static KafkaMessage message(ConsumerRecord<byte[], byte[]> message) {
    return new KafkaMessage(
        message.topic(),
        "",
        message.partition(),
        message.offset(),
        message.timestamp(),
        0,
        Map.of(),
        message.key(),
        message.value());
  }

  private static GenericRecord decode(Exchange exchange, byte[] value) throws IOException {
    assertThat(value[0]).isZero();
    return new GenericDatumReader<GenericRecord>(exchange.rawSchema())
        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
  }

  private static List<Map<String, String>> rows(Path file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      String[] names = reader.readLine().split(",");
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split(",", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
          row.put(names[i], cells[i]);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
