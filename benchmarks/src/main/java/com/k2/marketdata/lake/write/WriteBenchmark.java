package com.k2.marketdata.lake.write;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.bench.load.SyntheticMessages;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.Trade;
import com.k2.marketdata.trade.TradeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the cost of a row from the message, or the outcome, to its closed Parquet file. It is in
 * the package of the classes that it measures because they are package-private.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WriteBenchmark {
  private static final int MESSAGES = 250_000;
  private static final int DAYS = 100;

  /** The exchange whose messages are written. */
  @Param({"binance", "kraken"})
  public String exchange;

  private List<KafkaMessage> messages;
  private List<Outcome> outcomes;
  private List<Outcome> interleaved;
  private CycleStamp stamp;
  private CycleTables bronze;
  private CycleTables silver;
  private CycleTables all;

  /** Creates the messages and empty tables. */
  @Setup
  public void setUp() throws IOException {
    Exchange of = Exchanges.named(exchange);
    messages = SyntheticMessages.of(exchange, MESSAGES);
    MessageDecoder decoder = new MessageDecoder(of.rawSchema(), BundledSchema.of(of.rawSchema()));
    TradeRules rules = of.rules(RuleSettings.DEFAULTS);
    outcomes = new ArrayList<>();
    for (KafkaMessage message : messages) {
      if (decoder.decode(message) instanceof Decoding.Decoded good) {
        outcomes.add(rules.judge(good.message(), good.schemaId(), good.record()));
      }
    }
    interleaved = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      interleaved.add(ofAnotherDay(outcome, interleaved.size() % DAYS));
    }
    Path folder = Files.createTempDirectory("k2-write-benchmark");
    CatalogConfig catalog =
        new CatalogConfig("market_data", Map.of("type", "hadoop", "warehouse", folder.toString()));
    TableSetup setup = new TableSetup(catalog);
    bronze = tables(setup, of, TableRole.BRONZE);
    silver = tables(setup, of, TableRole.SILVER, TableRole.DEAD_LETTERS);
    all = tables(setup, of, TableRole.values());
    stamp = new CycleStamp(messages.get(0).ingestedMicros(), of.name(), of.bronzeTable(), "0");
  }

  /** Writes messages into bronze. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void bronze() {
    TaskWriter writer = new TaskWriter(bronze, stamp);
    messages.forEach(writer::message);
    writer.finish();
    writer.abort();
  }

  /** Writes outcomes into silver and the dead letters. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void silver() {
    write(silver, outcomes);
  }

  /** The same with trades of {@value #DAYS} days in turn; most are spilled. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void silverOfDaysInTurn() {
    write(silver, interleaved);
  }

  /** Writes outcomes into all three tables. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void medallion() {
    write(all, outcomes);
  }

  private static CycleTables tables(TableSetup setup, Exchange exchange, TableRole... roles) {
    ByRole<TaskTable> tables = ByRole.none();
    for (TableRole role : roles) {
      tables = tables.with(role, TaskTable.of(setup.ensure(role.definition(exchange))));
    }
    return CycleTables.of(tables, role -> Map.of());
  }

  private static Outcome ofAnotherDay(Outcome outcome, int days) {
    if (!(outcome instanceof Outcome.Accepted accepted)) {
      return outcome;
    }
    Trade trade = accepted.trade();
    return new Outcome.Accepted(
        accepted.message(),
        new Trade(
            trade.tradeId(),
            trade.symbol(),
            trade.timestampMicros() + TimeUnit.DAYS.toMicros(days),
            trade.price(),
            trade.quantity(),
            trade.currency(),
            trade.side(),
            trade.conditions(),
            trade.sourceSequence(),
            trade.producerMicros(),
            trade.vendorData(),
            trade.schemaId()));
  }

  private void write(CycleTables tables, List<Outcome> rows) {
    TaskWriter writer = new TaskWriter(tables, stamp);
    rows.forEach(writer::outcome);
    writer.finish();
    writer.abort();
  }
}
