package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.TablePosition;
import com.k2.marketdata.options.ExchangeNames;
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
          + " that were skipped by hand, the sums of bronze's rows, the rules that judged silver's"
          + " messages, and, if Kafka is available, the lag.",
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
      description = "The topic of the tables. Default: all topics in which they have a position.")
  private String topic;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    List<TablePosition> positions = new ArrayList<>();
    StringBuilder elsewhere = new StringBuilder();
    for (ExchangeLake lake : lakes()) {
      positions.addAll(positions(lake));
      elsewhere.append(lake.elsewhere());
    }
    format.print(positions, out, () -> print(positions, elsewhere.toString(), out));
  }

  private List<ExchangeLake> lakes() {
    List<Exchange> chosen =
        exchanges == null ? Exchanges.all() : exchanges.stream().map(Exchanges::named).toList();
    if (topic != null && chosen.size() > 1) {
      throw new UsageException("--topic=" + topic + " requires a single --exchange.");
    }
    CatalogConfig tables = catalog.catalog();
    return chosen.stream()
        .map(each -> ExchangeLake.find(tables, each, topic == null ? each.topic() : topic))
        .filter(lake -> !lake.positioned().isEmpty())
        .toList();
  }

  private List<TablePosition> positions(ExchangeLake lake) {
    Optional<KafkaConfig> kafka = catalog.kafka();
    List<TablePosition> positions = new ArrayList<>();
    for (String each : lake.topics()) {
      if (topic == null || topic.equals(each)) {
        positions.addAll(
            TablePosition.of(
                lake.of(each), ExchangeMixin.ask(kafka, each, spec.commandLine().getErr())));
      }
    }
    return positions;
  }

  private void print(List<TablePosition> positions, String elsewhere, PrintWriter out) {
    if (positions.isEmpty()) {
      out.println(
          elsewhere.isEmpty()
              ? "No table has a position yet. Run `k2 run medallion --exchange=NAME` first."
              : "No table has a position in " + topic + "." + elsewhere);
      return;
    }
    TextTable offsets =
        new TextTable("TABLE", "PARTITION", "FIRST", "NEXT", "LAG", "BLOCKED", "TOPIC");
    boolean blocked = false;
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
            partition.lag().map(String::valueOf).orElse("-"),
            partition.blocked().map(String::valueOf).orElse("-"),
            position.topic());
        blocked |= partition.blocked().orElse(0L) > 0;
      }
      cycles.row(
          position.table(),
          position.cycle(),
          position.time(),
          position.read(),
          position.accepted(),
          position.rejected());
      for (SkippedRange skip : position.skipped()) {
        skips.row(
            position.table(), skip.topicId(), skip.partition(), skip.from(), skip.to(), skip.why());
        skipped = true;
      }
    }
    out.println(offsets);
    out.print(cycles);
    if (blocked) {
      out.println(
          "\nBlocked offsets exist, but cannot be read until an open transaction is committed or"
              + " aborted.");
    }
    if (skipped) {
      out.println(
          "\n"
              + "Skipped by hand (an empty range marks the position in an old topic, in a log that"
              + " lost records, or where it was mended):");
      out.print(skips);
    }
    LedgerEvidence.print(positions, out);
  }
}
