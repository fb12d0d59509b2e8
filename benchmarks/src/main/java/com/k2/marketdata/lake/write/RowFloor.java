package com.k2.marketdata.lake.write;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.bench.job.Marks;
import com.k2.marketdata.bench.job.TablesShape;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.options.settings.KafkaSettings;
import com.k2.marketdata.trade.TradeRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures what K2's own rows cost without an engine: plain consumers on two threads, K2's decoder,
 * rules and writers, one commit per table at the end, no ledger. Compared with the peer's floor it
 * shows the cost of K2's wider rows; compared with {@code medallion}, the cost of the engine and of
 * many commits.
 */
public final class RowFloor {
  private static final int THREADS = 2;
  private static final String TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAA";

  private final Exchange exchange;
  private final String topic;
  private final KafkaConfig kafka;
  private final CycleTables tables;
  private final CycleStamp stamp;

  private RowFloor(Exchange exchange, String topic, KafkaConfig kafka, CycleTables tables) {
    this.exchange = exchange;
    this.topic = topic;
    this.kafka = kafka;
    this.tables = tables;
    this.stamp =
        new CycleStamp(
            System.currentTimeMillis() * 1_000, exchange.name(), exchange.bronzeTable(), "0");
  }

  /** Accepts the options of K2's pipelines; the last argument is {@code --expect=RECORDS}. */
  public static void main(String[] args) throws Exception {
    long expected = Long.parseLong(args[args.length - 1].replace("--expect=", ""));
    TradePipelineOptions options =
        Arguments.parse(TradePipelineOptions.class, Arrays.copyOf(args, args.length - 1));
    Exchange exchange = Exchanges.named(options.getExchange().get(0));
    CatalogConfig config = CatalogSettings.of(options);
    Table bronze = recreate(config, BronzeTable.definition(exchange));
    Table silver = recreate(config, SilverTable.definition(exchange));
    Table deadLetters = recreate(config, DeadLetterTable.definition());
    RowFloor floor =
        new RowFloor(
            exchange,
            options.getTopic(),
            KafkaSettings.of(options),
            CycleTables.of(
                ByRole.all(bronze, silver, deadLetters).map(TaskTable::of), role -> Map.of()));
    Marks.begin();
    List<TaskResult> results = floor.run();
    append(bronze, results, TableRole.BRONZE);
    append(silver, results, TableRole.SILVER);
    append(deadLetters, results, TableRole.DEAD_LETTERS);
    Marks.end(expected);
    TablesShape shape = TablesShape.of(List.of(bronze, silver, deadLetters));
    if (shape.rows() != 2 * expected) {
      Marks.failed(shape.rows() + " rows instead of " + 2 * expected);
      System.exit(1);
    }
    Marks.verified(shape);
  }

  private List<TaskResult> run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<TaskResult>> running =
          IntStream.range(0, THREADS).mapToObj(i -> threads.submit(() -> read(i))).toList();
      List<TaskResult> results = new ArrayList<>();
      for (Future<TaskResult> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private TaskResult read(int thread) {
    MessageDecoder decoder =
        new MessageDecoder(exchange.rawSchema(), BundledSchema.of(exchange.rawSchema()));
    TradeRules rules = exchange.rules(RuleSettings.DEFAULTS);
    TaskWriter writer = new TaskWriter(tables, stamp);
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafka.consumer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .filter(partition -> partition.partition() % THREADS == thread)
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          Decoding decoding = decoder.decode(message(record));
          writer.outcome(
              decoding instanceof Decoding.Decoded good
                  ? rules.judge(good.message(), good.schemaId(), good.record())
                  : ((Decoding.Undecodable) decoding).rejected());
        }
      }
    }
    return writer.finish();
  }

  private KafkaMessage message(ConsumerRecord<byte[], byte[]> record) {
    return new KafkaMessage(
        topic,
        TOPIC_ID,
        record.partition(),
        record.offset(),
        record.timestamp(),
        stamp.clockMicros(),
        Map.of(),
        record.key(),
        record.value());
  }

  private static Table recreate(CatalogConfig config, TableDefinition definition) {
    Catalog catalog = config.open();
    catalog.dropTable(config.table(definition.name()), true);
    return new TableSetup(config).ensure(definition);
  }

  private static void append(Table table, List<TaskResult> results, TableRole role) {
    AppendFiles append = table.newAppend();
    results.forEach(result -> result.files(role).forEach(append::appendFile));
    append.commit();
  }
}
