package com.k2.marketdata.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.testing.EqualToKafka;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.Tables;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unusual messages (large, empty, without a value, with headers) are in bronze byte for byte. */
class OddMessagesIT {
  private static final String TOPIC = "odd";
  private static final int MESSAGES = 6;
  private static final byte[] LARGE = new byte[5 << 20];
  private static final byte[] TRADE = NumberedTrades.binance(4);

  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    new Random(1).nextBytes(LARGE);
    kafka = LocalKafka.start(Map.of("message.max.bytes", Integer.toString(16 << 20)));
    kafka.createTopic(TOPIC, 1);
    try (TestPublisher publisher = kafka.publisher()) {
      publisher.send(message(null, LARGE));
      publisher.send(message(null, new byte[0]));
      publisher.send(message(bytes("key of a tombstone"), null));
      ProducerRecord<byte[], byte[]> withHeaders = message(new byte[0], TRADE);
      withHeaders.headers().add("name", bytes("first")).add("name", bytes("second"));
      withHeaders.headers().add("null", null).add("empty", new byte[0]);
      publisher.send(withHeaders);
      publisher.send(message(new byte[] {0, -1}, TRADE));
      // Nanoseconds: more than a column of microseconds can hold.
      publisher.send(new ProducerRecord<>(TOPIC, 0, 1767225600123456789L, null, TRADE));
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bronze, DirectRunner",
    "bronze, SparkRunner",
    "medallion, DirectRunner",
    "medallion, SparkRunner"
  })
  void oddMessagesAreInBronzeByteForByte(String pipeline, String runner, @TempDir Path state) {
    run(pipeline, runner, state);

    List<Record> rows =
        Tables.of(state).rows("bronze_binance_trades").stream()
            .sorted(Comparator.comparing(row -> (Long) row.getField("offset")))
            .toList();
    assertThat(rows)
        .extracting(row -> row.getField("raw_bytes"))
        .containsExactly(
            wrap(LARGE), wrap(new byte[0]), null, wrap(TRADE), wrap(TRADE), wrap(TRADE));
    assertThat(rows)
        .extracting(row -> row.getField("key"))
        .containsExactly(
            null, null, wrap(bytes("key of a tombstone")), wrap(new byte[0]), wrap(0, -1), null);
    Map<String, ByteBuffer> headers = new HashMap<>();
    headers.put("name", wrap(bytes("first")));
    headers.put("name#2", wrap(bytes("second")));
    headers.put("null", null);
    headers.put("empty", wrap(new byte[0]));
    assertThat(rows)
        .extracting(row -> row.getField("headers"))
        .containsExactly(null, null, null, headers, null, null);
    assertThat(rows.get(4).getField("kafka_timestamp")).isNotNull();
    assertThat(rows.get(5).getField("kafka_timestamp")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"DirectRunner", "SparkRunner"})
  void medallionAndSilverGiveTheSameOutcomes(
      String runner, @TempDir Path together, @TempDir Path apart) {
    run("medallion", runner, together);
    run("bronze", runner, apart);
    run("silver", runner, apart);

    for (String table : List.of("silver_binance_trades", "silver_dlq_trades")) {
      assertThat(Tables.of(apart).contents(table)).isEqualTo(Tables.of(together).contents(table));
    }
    assertThat(Tables.of(apart).rows("silver_binance_trades")).hasSize(3);
    assertThat(Tables.of(apart).rows("silver_dlq_trades"))
        .extracting(row -> row.getField("error_reason"))
        .containsExactlyInAnyOrder(
            LARGE[0] == 0 ? "payload_undecodable" : "framing_invalid",
            "framing_invalid",
            "payload_missing");
    for (Path state : List.of(together, apart)) {
      EqualToKafka.assertClean(
          EqualToKafka.check(kafka.bootstrap(), TOPIC, "binance", state), MESSAGES);
    }
  }

  private static void run(String pipeline, String runner, Path state) {
    PipelineLauncher.named(pipeline)
        .run(
            "--runner=" + runner,
            "--sparkMaster=local[2]",
            "--exchange=binance",
            "--topic=" + TOPIC,
            "--state=" + state,
            "--bootstrapServers=" + kafka.bootstrap());
  }

  private static ProducerRecord<byte[], byte[]> message(byte[] key, byte[] value) {
    return new ProducerRecord<>(TOPIC, 0, NumberedTrades.millis(4), key, value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer wrap(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }
}
