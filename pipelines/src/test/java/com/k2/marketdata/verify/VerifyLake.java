package com.k2.marketdata.verify;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.verify.report.VerifyReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Real tables of one exchange, which a test fills and damages. */
final class VerifyLake {
  static final String TOPIC = "market.crypto.trades.binance.raw";
  static final String TOPIC_ID = "topic-1";
  private static final OffsetDateTime TIME =
      OffsetDateTime.of(2024, 5, 1, 12, 0, 0, 0, ZoneOffset.UTC);

  private final Exchange exchange = Exchanges.named("binance");
  private final CatalogConfig catalog;
  private int cycles;
  private @Nullable String replayId;

  VerifyLake(Path state) {
    this.catalog = LocalCatalog.in(state, "market_data");
  }

  /** Offsets 0 to 99 of partition 0, every tenth a dead letter, with matching positions. */
  static VerifyLake healthy(Path state) {
    VerifyLake lake = new VerifyLake(state);
    lake.start(TableRole.BRONZE);
    lake.start(TableRole.DEAD_LETTERS);
    lake.start(TableRole.SILVER);
    lake.append(TableRole.BRONZE, TOPIC_ID, offsets(0, 100));
    lake.append(TableRole.SILVER, TOPIC_ID, trades(0, 100));
    lake.append(TableRole.DEAD_LETTERS, TOPIC_ID, deadLetters(0, 100));
    lake.position(TableRole.BRONZE, 100);
    lake.position(TableRole.SILVER, 100);
    lake.position(TableRole.DEAD_LETTERS, 100);
    return lake;
  }

  static long[] offsets(long from, long to) {
    return LongStream.range(from, to).toArray();
  }

  static long[] trades(long from, long to) {
    return LongStream.range(from, to).filter(offset -> offset % 10 != 0).toArray();
  }

  static long[] deadLetters(long from, long to) {
    return LongStream.range(from, to).filter(offset -> offset % 10 == 0).toArray();
  }

  VerifyReport verify() {
    return verify(false);
  }

  VerifyReport verify(boolean strict) {
    return verify(strict, new OnDirectRunner());
  }

  VerifyReport verify(boolean strict, CycleRunner runner) {
    return new Verification(catalog, null, strict).run(List.of("binance"), runner);
  }

  /** Verifies without the metadata that this JVM has cached. */
  VerifyReport verifyUncached() {
    Map<String, String> properties = new HashMap<>(catalog.properties());
    properties.put("test.catalog", UUID.randomUUID().toString());
    CatalogConfig uncached = new CatalogConfig(catalog.namespace(), properties);
    return new Verification(uncached, null, false).run(List.of("binance"), new OnDirectRunner());
  }

  Table table(TableRole role) {
    return new TableSetup(catalog).ensure(definition(role));
  }

  CatalogConfig catalog() {
    return catalog;
  }

  /** Commits a table's first ledger, with position 0. */
  void start(TableRole role) {
    Ledger first =
        Ledger.starting(
            new TopicIdentity("cluster", TOPIC, TOPIC_ID), "c" + cycles++, 0, Map.of(0, 0L));
    new LedgerCommit(table(role), TOPIC).commit(null, first, Table::newAppend);
  }

  void position(TableRole role, long next) {
    change(role, ledger -> ledger.advancedTo("c" + cycles++, 0, Map.of(0, next)));
  }

  void change(TableRole role, UnaryOperator<Ledger> change) {
    Table table = table(role);
    Ledger before = TableLedgers.read(table).of(TOPIC).orElseThrow();
    new LedgerCommit(table, TOPIC).commit(before, change.apply(before), Table::newAppend);
  }

  DataFile append(TableRole role, String topicId, long... offsets) {
    DataFile file = write(role, topicId, offsets);
    append(role, file);
    return file;
  }

  /** Appends rows to silver as a replay does. */
  void appendReplayed(long... offsets) {
    replayId = "replay-1";
    append(TableRole.SILVER, TOPIC_ID, offsets);
    replayId = null;
  }

  void append(TableRole role, DataFile file) {
    AppendFiles append = table(role).newAppend();
    append.appendFile(file);
    append.commit();
  }

  /** Replaces all rows of a table. */
  void replaceAll(TableRole role, long... offsets) {
    table(role)
        .newOverwrite()
        .overwriteByRowFilter(Expressions.alwaysTrue())
        .addFile(write(role, TOPIC_ID, offsets))
        .commit();
  }

  /** Writes a data file without committing it. */
  DataFile write(TableRole role, String topicId, long... offsets) {
    Table table = table(role);
    PartitionKey partition = new PartitionKey(table.spec(), table.schema());
    Record any = row(table, role, topicId, 0);
    partition.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(any));
    String location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
    try {
      DataWriter<Record> writer =
          Parquet.writeData(table.io().newOutputFile(location))
              .forTable(table)
              .withPartition(partition)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        for (long offset : offsets) {
          writer.write(row(table, role, topicId, offset));
        }
      }
      return writer.toDataFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds offsets 100 to 119 to a healthy lake. Their two dead letters are recorded in silver's
   * ledger, and not appended.
   */
  void addPendingDeadLetters() throws IOException {
    append(TableRole.BRONZE, TOPIC_ID, offsets(100, 120));
    position(TableRole.BRONZE, 120);
    append(TableRole.SILVER, TOPIC_ID, trades(100, 120));
    DataFile pending = write(TableRole.DEAD_LETTERS, TOPIC_ID, deadLetters(100, 120));
    Table table = table(TableRole.DEAD_LETTERS);
    String list = ((HasTableOperations) table).operations().metadataFileLocation("list.jsonl");
    try (var out = table.io().newOutputFile(list).create()) {
      out.write((ContentFileParser.toJson(pending, table.spec()) + "\n").getBytes());
    }
    String previous = TableLedgers.read(table).of(TOPIC).orElseThrow().cycle();
    change(
        TableRole.SILVER,
        ledger ->
            ledger
                .advancedTo("new", 0, Map.of(0, 120L))
                .withIntent(new DeadLetterIntent("new", previous, list, 2)));
  }

  /** A runner before whose run the pinned snapshot of silver expires with all its files. */
  OnDirectRunner runnerThatExpiresSilver() {
    return new OnDirectRunner() {
      @Override
      public Map<String, Long> run(Pipeline pipeline) {
        replaceAll(TableRole.SILVER, trades(0, 100));
        table(TableRole.SILVER).newAppend().commit(); // so that expiry deletes the old file
        table(TableRole.SILVER)
            .expireSnapshots()
            .expireOlderThan(Long.MAX_VALUE)
            .retainLast(1)
            .commit();
        return super.run(pipeline);
      }
    };
  }

  private Record row(Table table, TableRole role, String topicId, long offset) {
    Map<String, Object> values = new HashMap<>();
    switch (role) {
      case BRONZE -> {
        values.put(BronzeTable.TOPIC_ID, topicId);
        values.put(BronzeTable.OFFSET, offset);
      }
      case SILVER -> {
        values.put(SilverTable.KAFKA_TOPIC_ID, topicId);
        values.put(SilverTable.KAFKA_OFFSET, offset);
        values.put(SilverTable.REPLAY_ID, replayId);
        values.put(SilverTable.TRADE_ID, "BINANCE-" + offset / 50 * 50 + offset % 50 / 2);
      }
      case DEAD_LETTERS -> {
        values.put(DeadLetterTable.KAFKA_TOPIC_ID, topicId);
        values.put(DeadLetterTable.KAFKA_OFFSET, offset);
        values.put(DeadLetterTable.BRONZE_SOURCE, exchange.bronzeTable());
      }
    }
    Record row = GenericRecord.create(table.schema());
    for (Types.NestedField field : table.schema().columns()) {
      Object any = field.isOptional() ? null : anyValue(field.type());
      row.setField(field.name(), values.containsKey(field.name()) ? values.get(field.name()) : any);
    }
    return row;
  }

  private static @Nullable Object anyValue(Type type) {
    return switch (type.typeId()) {
      case STRING -> "x";
      case INTEGER -> 0;
      case LONG -> 0L;
      case DATE -> LocalDate.from(TIME);
      case TIMESTAMP -> TIME;
      case DECIMAL -> BigDecimal.ONE.setScale(((Types.DecimalType) type).scale());
      case LIST -> List.of();
      case MAP -> Map.of();
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private TableDefinition definition(TableRole role) {
    return switch (role) {
      case BRONZE -> BronzeTable.definition(exchange);
      case SILVER -> SilverTable.definition(exchange);
      case DEAD_LETTERS -> DeadLetterTable.definition();
    };
  }

  /** The direct runner with all its checks enabled. */
  static class OnDirectRunner implements CycleRunner {
    @Override
    public Pipeline newPipeline(String jobName) {
      var options = PipelineOptionsFactory.create();
      options.setRunner(DirectRunner.class);
      return Pipeline.create(options);
    }

    @Override
    public int parallelism() {
      return 2;
    }

    @Override
    public Map<String, Long> run(Pipeline pipeline) {
      try {
        pipeline.run().waitUntilFinish();
      } catch (RuntimeException e) {
        joinWorkers(); // a failed pipeline's other tasks may still write to the test's folder
        throw e;
      }
      return Map.of();
    }

    private static void joinWorkers() {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("direct-runner-worker")) {
          try {
            thread.join(Duration.ofSeconds(30).toMillis());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      }
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }
}
