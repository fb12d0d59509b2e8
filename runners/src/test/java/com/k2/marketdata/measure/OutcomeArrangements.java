package com.k2.marketdata.measure;

import com.k2.marketdata.avro.BundledSchema;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.exchange.JudgeTrades;
import com.k2.marketdata.exchange.RuleSettings;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.NumberedRange;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.ReadOffsetRanges;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import com.k2.marketdata.lake.write.WriteTables;
import com.k2.marketdata.launch.MeasuredRunner;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.OutcomeCoder;
import com.k2.marketdata.trade.RouteOutcomes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;

/**
 * Measures two ways of writing trades and dead letters: one writer for all outcomes, and a tagged
 * output with a writer for each kind. Arguments: bootstrap servers, an empty folder, the number of
 * rounds, the cycle size, two runner arguments.
 */
public final class OutcomeArrangements {
  private OutcomeArrangements() {}

  public static void main(String[] args) {
    KafkaConfig kafka = new KafkaConfig(Map.of("bootstrap.servers", args[0]));
    Exchange exchange = Exchanges.named("binance");
    CatalogConfig catalog = LocalCatalog.in(Path.of(args[1]), "measure");
    CycleTables tables = tables(catalog, exchange);
    TopicState topic;
    try (TopicInspector inspector = new TopicInspector(kafka)) {
      topic = inspector.inspect(exchange.topic());
    }
    ReadOffsetRanges read = read(kafka, topic, Long.parseLong(args[3]));
    try (MeasuredRunner runner = MeasuredRunner.of(args[4], args[5])) {
      for (int round = 0; round < Integer.parseInt(args[2]); round++) {
        measure(
            "one writer", runner, read, exchange, (p, outcomes) -> write(outcomes, "all", tables));
        measure("tagged", runner, read, exchange, (p, outcomes) -> tagged(outcomes, tables));
      }
    }
    System.exit(0);
  }

  private static void measure(
      String name,
      MeasuredRunner runner,
      ReadOffsetRanges read,
      Exchange exchange,
      BiConsumer<Pipeline, PCollection<List<Outcome>>> sink) {
    Pipeline pipeline = runner.newPipeline();
    sink.accept(
        pipeline,
        pipeline
            .apply("Read", read)
            .apply(
                "Judge",
                JudgeTrades.of(
                    exchange.rawSchema(),
                    BundledSchema.of(exchange.rawSchema()),
                    exchange.rules(RuleSettings.DEFAULTS))));
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    runner.run(pipeline);
    System.out.printf(
        Locale.ROOT,
        "%-10s %6.2f s %6.2f s cpu%n",
        name,
        (System.nanoTime() - begin) / 1e9,
        (cpuNanos() - cpu) / 1e9);
  }

  private static void tagged(PCollection<List<Outcome>> outcomes, CycleTables tables) {
    RouteOutcomes.Routes routes = outcomes.apply("Route", RouteOutcomes.byKind());
    write(widen(routes.trades(), "Trades"), "trades", tables);
    write(widen(routes.deadLetters(), "Dead letters"), "dead letters", tables);
  }

  private static <T extends Outcome> PCollection<List<Outcome>> widen(
      PCollection<T> kind, String name) {
    return kind.apply(name, MapElements.via(new Widen<T>()))
        .setCoder(ListCoder.of(OutcomeCoder.of()));
  }

  private static void write(PCollection<List<Outcome>> outcomes, String name, CycleTables tables) {
    outcomes.apply(
        "Write " + name,
        WriteTables.ofOutcomes(
            tables, new CycleStamp(System.currentTimeMillis() * 1000, "BINANCE", "b", "v")));
  }

  private static ReadOffsetRanges read(KafkaConfig kafka, TopicState topic, long size) {
    List<List<NumberedRange>> tasks = new ArrayList<>();
    long each = size / topic.end().size();
    topic
        .end()
        .forEach(
            (partition, end) ->
                tasks.add(
                    List.of(
                        new NumberedRange(
                            tasks.size(), new OffsetRange(partition, 0, Math.min(end, each))))));
    return ReadOffsetRanges.of(
        kafka,
        new ReadOffsetRanges.Settings(
            topic.identity(), System.currentTimeMillis() * 1000, Duration.ofMinutes(1)),
        tasks);
  }

  private static CycleTables tables(CatalogConfig catalog, Exchange exchange) {
    TableSetup setup = new TableSetup(catalog);
    return CycleTables.of(
        ByRole.all(TableRole.BRONZE, TableRole.SILVER, TableRole.DEAD_LETTERS)
            .map(role -> TaskTable.of(setup.ensure(role.definition(exchange)))),
        role -> Map.of());
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static final class Widen<T extends Outcome> extends SimpleFunction<T, List<Outcome>> {
    @Override
    public List<Outcome> apply(T outcome) {
      return List.of(outcome);
    }
  }
}
