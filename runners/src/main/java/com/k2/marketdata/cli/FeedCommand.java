package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.BrokerOption;
import com.k2.marketdata.cli.option.StateOption;
import com.k2.marketdata.cli.text.FeedProgress;
import com.k2.marketdata.cli.text.Json;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.MachineFaults;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.feed.Feed;
import com.k2.marketdata.feed.FeedConfig;
import com.k2.marketdata.feed.FeedSummary;
import com.k2.marketdata.feed.recording.FeedFormat;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.launch.LocalDefaults;
import com.k2.marketdata.options.ExchangeNames;
import com.k2.marketdata.options.TableOptions;
import com.k2.marketdata.options.settings.KafkaSettings;
import com.k2.marketdata.options.settings.SchemaRegistry;
import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes recorded trades to Kafka. */
@Command(
    name = "feed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Publish recorded trades to Kafka, as Confluent-framed Avro in the exchange's raw schema.",
      "A value that the recording lacks is sent empty. Messages of other products, such as futures,"
          + " and lines that are not recognized are not published, but counted and shown."
    },
    footer = {
      "",
      "Examples:",
      "  k2 feed --exchange=binance --file=trades.csv.gz",
      "  k2 feed --exchange=kraken --file=messages.txt --format=frames --rate=100",
      "  k2 feed --exchange=binance --file=trades.csv --repeat=100 --defects=0.01 --seed=7"
    })
final class FeedCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--exchange",
      required = true,
      paramLabel = "NAME",
      completionCandidates = ExchangeNames.class,
      description = "The exchange of the trades: ${COMPLETION-CANDIDATES}.")
  private String exchange;

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "A recording, plain or gzipped. Can be given several times.")
  private List<Path> files;

  @Option(
      names = "--format",
      defaultValue = "csv",
      paramLabel = "csv|frames",
      description =
          "csv: a header and one row per trade; frames: one WebSocket message per line, optionally"
              + " preceded by its time of receipt, a number or a time such as"
              + " 2026-01-01T00:00:00.5Z. Default: ${DEFAULT-VALUE}.")
  private FeedFormat format;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The topic, which must exist. Default: market.crypto.trades.EXCHANGE.raw.")
  private String topic;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description =
          "A Confluent-compatible schema registry, in which the schema is registered; 'k2 status'"
              + " shows the URL of the local one. The environment variable"
              + " K2_SCHEMA_REGISTRY_USER_INFO can provide user:password."
              + " Default: none; messages have a schema id made of the schema's fingerprint.")
  private String registry;

  @Option(
      names = "--rate",
      defaultValue = "0",
      paramLabel = "N",
      description = "Messages per second; 0: no limit. Default: ${DEFAULT-VALUE}.")
  private long rate;

  @Option(
      names = "--repeat",
      defaultValue = "1",
      paramLabel = "N",
      description = "How many times the files are published. Default: ${DEFAULT-VALUE}.")
  private long repeat;

  @Option(
      names = "--defects",
      defaultValue = "0",
      paramLabel = "FRACTION",
      description =
          "The share of messages, from 0 to 1, that are broken on purpose, in many ways. They are"
              + " counted by the reason of their rejection. A message that is rejected anyway is"
              + " not broken, but counted too. Default: ${DEFAULT-VALUE}.")
  private double defects;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The seed for the choice of broken messages. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--stamp",
      defaultValue = "trade",
      paramLabel = "trade|now",
      description =
          "The Kafka timestamp: the time of the trade, or the current time. With the current time,"
              + " the times in the trade are moved to it. Default: ${DEFAULT-VALUE}.")
  private FeedConfig.Stamp stamp;

  @Option(
      names = "--key",
      defaultValue = "symbol",
      paramLabel = "symbol|none",
      description =
          "The key of the messages; with the symbol as key, the trades of a symbol stay in order."
              + " Default: ${DEFAULT-VALUE}.")
  private FeedConfig.Key key;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Also write the summary to this file, as JSON.")
  private Path summaryFile;

  @Mixin private BrokerOption broker;
  @Mixin private StateOption state;

  @Override
  public void run() {
    Exchange source = Exchanges.named(exchange);
    FeedConfig config =
        new FeedConfig(
            source,
            files,
            format,
            kafka(),
            Optional.ofNullable(topic).orElse(source.topic()),
            registry == null ? null : SchemaRegistry.at(registry),
            rate,
            repeat,
            defects,
            seed,
            stamp,
            key);
    FeedProgress progress = new FeedProgress(spec.commandLine().getErr());
    FeedSummary summary;
    try {
      summary = new Feed(config, FeedCommand::options, progress::show).run();
    } finally {
      progress.end();
    }
    print(summary, spec.commandLine().getOut());
    if (summaryFile != null) {
      write(summary);
    }
    if (summary.published() == 0 && summary.unknown() > 0) {
      throw new UsageException(
          "Nothing was published. Check that --exchange and --format are those of the recording.");
    }
  }

  private KafkaConfig kafka() {
    TableOptions options = PipelineOptionsFactory.as(TableOptions.class);
    options.setState(state.folder().path().toString());
    broker.applyTo(options);
    LocalDefaults.applyTo(options);
    return KafkaSettings.of(options);
  }

  /** A runner in this JVM. Beam's checks are off, since no other step uses the chunks. */
  private static PipelineOptions options() {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setEnforceEncodability(false);
    options.setEnforceImmutability(false);
    return options;
  }

  private static void print(FeedSummary summary, PrintWriter out) {
    out.printf(
        "%s published to %s in %.1f s (%,.0f/s)%n",
        Counted.of(summary.published(), "message"),
        summary.topic(),
        summary.seconds(),
        summary.rate());
    if (summary.moved() > 0) {
      out.printf(
          "%,d of them with the times of their trades moved to the time of publication%n",
          summary.moved());
    }
    printCounts(out, "BROKEN ON PURPOSE", "MESSAGES", summary.defects());
    printCounts(out, "NOT BROKEN, REJECTED ANYWAY", "MESSAGES", summary.rejectedAnyway());
    printCounts(out, "SKIPPED, NOT A TRADE", "LINES", summary.skipped());
    printCounts(out, "REFUSED, ANOTHER PRODUCT", "LINES", summary.refused());
    if (summary.unknown() > 0) {
      out.printf(
          "%n%s not recognized and skipped, for example:%n", Counted.of(summary.unknown(), "line"));
      summary.unknownExamples().forEach(line -> out.println("  " + Printable.line(line)));
    }
    out.flush();
  }

  private static void printCounts(
      PrintWriter out, String what, String unit, Map<String, Long> counts) {
    if (!counts.isEmpty()) {
      TextTable table = new TextTable(what, unit);
      counts.forEach(table::row);
      out.println();
      out.print(table);
    }
  }

  private void write(FeedSummary summary) {
    try {
      Files.writeString(summaryFile, Json.pretty(summary) + "\n");
    } catch (IOException e) {
      String failure = "Cannot write the summary to " + summaryFile + ": " + e + ".";
      throw MachineFaults.in(new SystemFaultException(failure, e))
          .orElseGet(() -> new UsageException(failure + " Name another file.", e));
    }
  }
}
