package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.cli.option.ExchangeNames;
import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.TablePosition;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows positions. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Show the position of each table per Kafka partition, the cycle that committed it, the ranges"
          + " that were skipped by hand, and, if Kafka is available, the lag.",
      "The position of a dead-letter table is that of the newest cycle with dead letters."
    })
final class LedgerShowCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private CatalogAndKafkaMixin catalog;
  @Mixin private FormatOption format;

  @Option(
      names = "--exchange",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = ExchangeNames.class,
      description = "The exchanges of the tables: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<String> exchanges;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The topic of the tables. Default: market.crypto.trades.EXCHANGE.raw.")
  private String topic;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    List<TablePosition> positions = positions();
    format.print(positions, out, () -> print(positions, out));
  }

  private List<TablePosition> positions() {
    List<Exchange> chosen =
        exchanges == null ? Exchanges.all() : exchanges.stream().map(Exchanges::named).toList();
    if (topic != null && chosen.size() > 1) {
      throw new UsageException("--topic=" + topic + " requires a single --exchange.");
    }
    CatalogConfig tables = catalog.catalog();
    Optional<KafkaConfig> kafka = catalog.kafka();
    List<TablePosition> positions = new ArrayList<>();
    for (Exchange exchange : chosen) {
      ExchangeLake lake =
          ExchangeLake.find(tables, exchange, topic == null ? exchange.topic() : topic);
      if (!lake.positioned().isEmpty()) {
        positions.addAll(
            TablePosition.of(
                lake, ExchangeMixin.ask(kafka, lake.topic(), spec.commandLine().getErr())));
      }
    }
    return positions;
  }

  private static void print(List<TablePosition> positions, PrintWriter out) {
    if (positions.isEmpty()) {
      out.println("No table has a position yet. Run `k2 run medallion --exchange=NAME` first.");
      return;
    }
    TextTable offsets = new TextTable("TABLE", "PARTITION", "FIRST", "NEXT", "LAG");
    TextTable cycles = new TextTable("TABLE", "CYCLE", "TIME", "READ", "ACCEPTED", "REJECTED");
    TextTable skips = new TextTable("TABLE", "TOPIC ID", "PARTITION", "FROM", "TO", "WHY");
    boolean skipped = false;
    for (TablePosition position : positions) {
      for (TablePosition.Partition partition : position.partitions()) {
        offsets.row(
            position.table(),
            partition.partition(),
            partition.first(),
            partition.next(),
            partition.lag().map(String::valueOf).orElse("-"));
      }
      cycles.row(
          position.table(),
          position.cycle(),
          position.time(),
          position.read(),
          position.accepted(),
          position.rejected());
      for (Ledger.Skipped skip : position.skipped()) {
        skips.row(
            position.table(), skip.topicId(), skip.partition(), skip.from(), skip.to(), skip.why());
        skipped = true;
      }
    }
    out.println(offsets);
    out.print(cycles);
    if (skipped) {
      out.println(
          "\nSkipped by hand (an empty range marks the position in an old topic, or in a log that lost"
              + " records):");
      out.print(skips);
    }
  }
}
