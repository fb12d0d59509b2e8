package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.kafka.CommittedMessages;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.pipeline.MedallionPipeline;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code k2 verify} against a real Kafka. */
class VerifyIT {
  private static final String TRANSACTIONS = "transactions";
  private static LocalKafka kafka;

  @TempDir private Path state;

  @BeforeAll
  static void start() {
    kafka =
        LocalKafka.start(
            Map.of("log.cleaner.backoff.ms", "200", "log.initial.task.delay.ms", "500"));
    kafka.createTopic(TRANSACTIONS, 2);
    try (TestPublisher publisher = kafka.transactionalPublisher("verify")) {
      for (int i = 0; i < 200; i++) {
        publisher.begin();
        for (int j = 0; j < 10; j++) {
          int number = i * 10 + j;
          publisher.sendLater(
              TRANSACTIONS,
              i % 2,
              NumberedTrades.millis(number),
              number % 100 == 0 ? new byte[] {1} : NumberedTrades.binance(number));
        }
        if (i % 20 == 0) {
          publisher.flush();
          publisher.abort();
        } else {
          publisher.commit();
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void transactionMarkersAreMissingInKafka(String runner) throws Exception {
    medallion(TRANSACTIONS);

    Result verified = verify("--strict", "--runner=" + runner, "--sparkMaster=local[2]");

    assertThat(verified.exitCode).as(verified.output).isZero();
    assertThat(verified.sum("bronze_binance_trades", "rows")).isEqualTo(1900);
    // A marker for each transaction, and the messages of the aborted ones; but an abort's or a
    // commit's marker at the very end is above the position as long as nothing follows it.
    assertThat(verified.sum("bronze_binance_trades", "kafkaHoles")).isBetween(298L, 300L);
    assertThat(verified.sum("silver_binance_trades", "kafkaHoles")).isBetween(298L, 300L);
    assertThat(verified.sum("silver_dlq_trades", "rows")).isEqualTo(10);

    Table bronze = table("bronze_binance_trades");
    long gone = deleteOneFile(bronze);
    Result spoilt = verify("--runner=" + runner, "--sparkMaster=local[2]");
    assertThat(spoilt.exitCode).isEqualTo(1);
    assertThat(spoilt.sum("bronze_binance_trades", "rows")).isEqualTo(1900 - gone);
    assertThat(spoilt.output).contains("WITHOUT_BRONZE");

    deleteAll(table("silver_binance_trades"));
    deleteAll(bronze);
    Result lost = verify();
    assertThat(lost.exitCode).isEqualTo(1);
    assertThat(lost.output).contains("LOST");
    assertThat(lost.sum("silver_binance_trades", "missing")).isEqualTo(1900 - 10);
  }

  @Test
  void compactedKeysAreMissingInKafka() throws Exception {
    String topic = "compacted";
    kafka.createTopic(
        topic,
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "200",
            "min.cleanable.dirty.ratio", "0.0",
            "min.compaction.lag.ms", "0"));
    AtomicInteger sent = new AtomicInteger();
    try (TestPublisher publisher = kafka.publisher()) {
      // More messages each time, since Kafka compacts a segment only after it has begun another.
      Await.until(
          "Kafka has compacted the topic",
          Duration.ofMillis(300),
          () -> {
            publishRepeatedKeys(publisher, topic, sent);
            return present(topic, sent.get()) < sent.get();
          },
          () -> sent + " messages were sent");
    }
    medallion(topic);

    Result verified = verify("--strict");

    assertThat(verified.exitCode).as(verified.output).isZero();
    assertThat(verified.sum("bronze_binance_trades", "kafkaHoles")).isPositive();
  }

  private static void publishRepeatedKeys(
      TestPublisher publisher, String topic, AtomicInteger sent) {
    for (int i = 0; i < 50; i++) {
      byte[] key = ("key" + i % 5).getBytes(StandardCharsets.UTF_8);
      int number = sent.getAndIncrement();
      publisher.send(
          topic, 0, NumberedTrades.millis(number), key, NumberedTrades.binance(number), Map.of());
    }
  }

  @Test
  void offsetsRemovedByRetentionAreUnverifiable() throws Exception {
    String topic = "retention";
    kafka.createTopic(topic, 1);
    try (TestPublisher publisher = kafka.transactionalPublisher("retention")) {
      for (int i = 0; i < 10; i++) {
        publisher.begin();
        publisher.sendLater(topic, 0, NumberedTrades.millis(i), NumberedTrades.binance(i));
        publisher.commit();
      }
    }
    medallion(topic);
    try (Admin admin = kafka.admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(10)))
          .all()
          .get();
    }

    Result verified = verify();
    assertThat(verified.exitCode).as(verified.output).isZero();
    assertThat(verified.sum("bronze_binance_trades", "unverifiable")).isEqualTo(5);
    assertThat(verified.sum("bronze_binance_trades", "kafkaHoles")).isBetween(4L, 5L);
    assertThat(verify("--strict").exitCode).isEqualTo(1);
  }

  @Test
  void tablesAreCleanWhileAWriterRuns() throws Exception {
    String topic = "running";
    kafka.createTopic(topic, 3);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger cycles = new AtomicInteger();
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      Future<?> publishing = writers.submit(() -> publish(topic, stop));
      medallion(topic);
      Future<?> running =
          writers.submit(
              () -> {
                while (!stop.get()) {
                  medallion(topic, "--maxRecordsPerCycle=200");
                  cycles.incrementAndGet();
                }
              });
      try {
        for (int i = 0; i < 6; i++) {
          Result verified = verify("--strict");
          assertThat(verified.exitCode).as(verified.output).isZero();
        }
      } finally {
        stop.set(true);
      }
      publishing.get();
      running.get();
    } finally {
      writers.shutdownNow();
    }
    assertThat(cycles).hasPositiveValue();
    Result verified = verify("--strict");
    assertThat(verified.exitCode).as(verified.output).isZero();
  }

  private static void publish(String topic, AtomicBoolean stop) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; !stop.get(); i++) {
        publisher.send(
            topic,
            i % 3,
            NumberedTrades.millis(i),
            i % 4 == 0 ? new byte[] {2} : NumberedTrades.binance(i));
      }
    }
  }

  private long present(String topic, long end) {
    if (end == 0) {
      return 0;
    }
    AtomicInteger present = new AtomicInteger();
    new CommittedMessages(
            new KafkaConfig(Map.of("bootstrap.servers", kafka.bootstrap())),
            new TopicIdentity("", topic, ""),
            Duration.ofSeconds(30))
        .list(new OffsetRange(0, 0, end), offset -> present.incrementAndGet());
    return present.get();
  }

  private void medallion(String topic, String... more) {
    String[] arguments = {
      "--exchange=binance",
      "--topic=" + topic,
      "--state=" + state,
      "--maxRejectedShare=1",
      "--bootstrapServers=" + kafka.bootstrap()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    new PipelineLauncher(new MedallionPipeline()).run(all);
  }

  private Result verify(String... more) throws Exception {
    StringWriter out = new StringWriter();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "verify",
                "--exchange=binance",
                "--format=json",
                "--state=" + state,
                "--bootstrap=" + kafka.bootstrap()));
    arguments.addAll(List.of(more));
    int exitCode =
        K2.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute(arguments.toArray(String[]::new));
    return new Result(exitCode, out.toString());
  }

  private Table table(String name) {
    var catalog = LocalCatalog.in(state, "market_data");
    return catalog.open().loadTable(catalog.table(name));
  }

  private static long deleteOneFile(Table table) throws Exception {
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      FileScanTask first = files.iterator().next();
      table.newDelete().deleteFile(first.file()).commit();
      return first.file().recordCount();
    }
  }

  private static void deleteAll(Table table) {
    table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
  }

  private record Result(int exitCode, String output) {
    long sum(String table, String count) throws Exception {
      long sum = 0;
      JsonNode report = new ObjectMapper().readTree(output);
      for (JsonNode partition : report.get("exchanges").get(0).get("partitions")) {
        if (partition.get("table").asText().equals(table)) {
          sum += partition.get("counts").get(count).asLong();
        }
      }
      return sum;
    }
  }
}
