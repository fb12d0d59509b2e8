package com.k2.marketdata.lake.commit;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.bench.inner.Ageing;
import com.k2.marketdata.bench.load.SyntheticMessages;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.lake.write.TaskWriter;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.TradeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;

/** Tables on the local disk, and the commits of cycles with many tasks over many partitions. */
final class WideCommit implements AutoCloseable {
  private static final Exchange EXCHANGE = Exchanges.named("binance");
  private static final TopicIdentity TOPIC =
      new TopicIdentity("5L6g3nShT-eMCtK--X86sw", EXCHANGE.topic(), "c2VyaWFsLXRvcGljLWlk");
  private static final int MESSAGES = 2_000;
  private static final long OFFSETS_PER_PARTITION = 20_000;
  private static final long ROWS_PER_TASK = 10_000;
  private static final long ROWS_PER_DAY = 4_995;

  private final int partitions;
  private final int tasks;
  private final Path folder;
  private final CatalogConfig catalog;
  private final Table bronze;
  private final Table silver;
  private final Table deadLetters;
  private final TaskResult sample;
  private Ledger ledger;
  private int snapshots;
  private CommitPlan plan;
  private List<TaskResult> results;

  WideCommit(int partitions, int tasks) throws IOException {
    this.partitions = partitions;
    this.tasks = tasks;
    folder = Files.createTempDirectory("k2-wide-commit");
    catalog = LocalCatalog.in(folder, "market_data");
    TableSetup setup = new TableSetup(catalog);
    bronze = setup.ensure(BronzeTable.definition(EXCHANGE));
    silver = setup.ensure(SilverTable.definition(EXCHANGE));
    deadLetters = setup.ensure(DeadLetterTable.definition());
    SortedMap<Integer, Long> first = new TreeMap<>();
    SortedMap<Integer, Integer> epochs = new TreeMap<>();
    Random random = new Random(7);
    for (int partition = 0; partition < partitions; partition++) {
      first.put(partition, random.nextLong(1_000_000_000L, 10_000_000_000L));
      epochs.put(partition, random.nextInt(30));
    }
    ledger = Ledger.starting(TOPIC, "start", 1, first).withEpochs(epochs);
    for (Table table : List.of(bronze, silver, deadLetters)) {
      new LedgerCommit(table, TOPIC.topic()).commit(null, ledger, Table::newAppend);
    }
    sample = oneTask();
  }

  /** Gives the tables the metadata of this number of earlier cycles. */
  void age(int count) {
    snapshots = count;
    if (count > 0) {
      plan();
      run();
      Ledger newest = ledger;
      Ageing.of(catalog)
          .addSnapshots(
              count,
              number ->
                  Map.of(
                      TableLedgers.KEY + TOPIC.topic(),
                      newest
                          .advancedTo("aged-" + number, newest.clock() + number, advanced(number))
                          .withEpochs(newest.epochs())
                          .toJson()));
    }
  }

  /** Prepares the next cycle: its plan and its tasks' results. */
  void plan() {
    String cycle = "20261122T220914-" + UUID.randomUUID().toString().substring(0, 13);
    SortedMap<Integer, Long> to = advanced(snapshots + 1);
    int pieces = partitions + tasks;
    List<CommitPlan.Range> ranges = new ArrayList<>();
    List<List<RangeReceipt>> receipts = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      receipts.add(new ArrayList<>());
    }
    for (int piece = 0; piece < pieces; piece++) {
      long from = ledger.next(piece % partitions);
      ranges.add(new CommitPlan.Range(from, from + 1, true, true));
      List<RangeReceipt> task = receipts.get((int) ((long) piece * tasks / pieces));
      long records = task.isEmpty() ? ROWS_PER_TASK : 0;
      task.add(new RangeReceipt(piece, from, from + 1, from + 1, records, 200 * records));
    }
    plan =
        new CommitPlan(
            catalog,
            TOPIC.topic(),
            ranges,
            ByRole.all(bronze, silver, deadLetters)
                .mapWithRole((role, table) -> change(role.tableOf(EXCHANGE), table, cycle, to)),
            new CommitPlan.RejectLimit(0.5, 1_000),
            CycleAge.startingNow(Duration.ofHours(12)),
            null);
    results = receipts.stream().map(this::result).toList();
    ledger = plan.changes().require(TableRole.BRONZE).planned();
  }

  /** Commits the prepared cycle. */
  void run() {
    new CycleCommit(plan).commit(results);
  }

  private SortedMap<Integer, Long> advanced(int cycles) {
    SortedMap<Integer, Long> to = new TreeMap<>(ledger.next());
    to.replaceAll((partition, next) -> next + cycles * (OFFSETS_PER_PARTITION + partition));
    return to;
  }

  /** Prints the sizes in bytes of the newest cycle's parts. */
  void printSizes() throws IOException {
    bronze.refresh();
    String metadata = ((HasTableOperations) bronze).operations().current().metadataFileLocation();
    System.out.printf(
        "%nbytes: ledger=%d plan=%d result_of_a_task=%d bronze_metadata=%d of %d snapshots%n",
        ledger.toJson().length(),
        SerializableUtils.serializeToByteArray(plan).length,
        SerializableUtils.serializeToByteArray(results.get(0)).length,
        bronze.io().newInputFile(metadata).getLength(),
        ((HasTableOperations) bronze).operations().current().snapshots().size());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path list : files.filter(file -> file.toString().endsWith(".jsonl")).limit(1).toList()) {
        System.out.printf("bytes: dead_letter_list=%d%n", Files.size(list));
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private LedgerChange change(String name, Table table, String cycle, SortedMap<Integer, Long> to) {
    table.refresh();
    Ledger from = TableLedgers.read(table).of(TOPIC.topic()).orElseThrow();
    return new LedgerChange(
        name, from, from.advancedTo(cycle, from.clock() + 1, to).withEpochs(from.epochs()));
  }

  private TaskResult result(List<RangeReceipt> receipts) {
    DataFile messages = sample.files(TableRole.BRONZE).get(0);
    DataFile trades = sample.files(TableRole.SILVER).get(0);
    DataFile rejected = sample.files(TableRole.DEAD_LETTERS).get(0);
    return new TaskResult(
        List.copyOf(receipts),
        ByRole.all(
            List.of(copy(bronze, messages, ROWS_PER_TASK)),
            List.of(copy(silver, trades, ROWS_PER_DAY), copy(silver, trades, ROWS_PER_DAY)),
            List.of(copy(deadLetters, rejected, ROWS_PER_TASK - 2 * ROWS_PER_DAY))),
        sample.bronzeSum());
  }

  private static DataFile copy(Table table, DataFile file, long rows) {
    String name = UUID.randomUUID() + ".parquet";
    return DataFiles.builder(table.spec())
        .copy(file)
        .withPath(table.location() + "/data/" + name)
        .withRecordCount(rows)
        .build();
  }

  /** Writes real files, so that the sizes of paths and metrics are realistic. */
  private TaskResult oneTask() {
    CycleTables tables =
        CycleTables.of(
            ByRole.all(bronze, silver, deadLetters).map(TaskTable::of), role -> Map.of());
    List<KafkaMessage> messages = SyntheticMessages.of(EXCHANGE.name(), MESSAGES);
    TaskWriter writer =
        new TaskWriter(
            tables,
            new CycleStamp(messages.get(0).ingestedMicros(), "BINANCE", bronze.name(), "0"));
    MessageDecoder decoder =
        new MessageDecoder(EXCHANGE.rawSchema(), BundledSchema.of(EXCHANGE.rawSchema()));
    TradeRules rules = EXCHANGE.rules(RuleSettings.DEFAULTS);
    for (KafkaMessage message : messages) {
      if (decoder.decode(message) instanceof Decoding.Decoded good) {
        writer.outcome(rules.judge(message, good.schemaId(), good.record()));
      }
    }
    writer.outcome(
        new Outcome.Rejected(messages.get(0), RejectReason.PRICE_NOT_POSITIVE, "price=0", 1));
    return writer.finish();
  }
}
