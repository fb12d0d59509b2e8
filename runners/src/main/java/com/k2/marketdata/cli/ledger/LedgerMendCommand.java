package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.cli.option.RulesMixin;
import com.k2.marketdata.cli.text.Confirmation;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.mend.LedgerMend;
import com.k2.marketdata.operate.mend.LostDeadLetters;
import com.k2.marketdata.operate.mend.MendPlan;
import com.k2.marketdata.pipeline.CurrentRules;
import com.k2.marketdata.trade.RejectReason;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rebuilds what another tool has removed from an exchange's tables. */
@Command(
    name = "mend",
    mixinStandardHelpOptions = true,
    description = {
      "Rebuild the positions that another tool has removed from an exchange's tables, from the rows"
          + " of the tables; and judge dead letters again whose files were removed before they were"
          + " appended.",
      "Nothing is changed unless every offset is accounted for: it has a row, it was skipped, or"
          + " bronze or Kafka shows that it has no message. Otherwise the missing offsets are"
          + " listed.",
      "Stop the pipelines of the exchange first; to mend dead letters, those of all exchanges. The"
          + " options of the rules apply to dead letters that are judged again.",
      "Without --topic, the topic is market.crypto.trades.EXCHANGE.raw. A table that has lost its"
          + " positions does not say which topics it had: if it has rows of several, mend each with"
          + " --topic."
    },
    footer = {
      "",
      "Example:",
      "  k2 ledger mend --exchange=binance",
      "  k2 verify --exchange=binance"
    })
final class LedgerMendCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private CatalogAndKafkaMixin catalog;
  @Mixin private ExchangeMixin exchange;
  @Mixin private RulesMixin rules;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "mended from the rows",
      description = "The reason to record. Default: ${DEFAULT-VALUE}.")
  private String why;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    ExchangeLake lake = exchange.lakeOfOwnTopic(catalog);
    Optional<KafkaConfig> kafka = catalog.kafka();
    TopicState topic =
        ExchangeMixin.ask(kafka, lake.topic(), spec.commandLine().getErr())
            .orElseThrow(
                () ->
                    new UsageException(
                        "Positions are checked with Kafka, which is not available. Give"
                            + " --bootstrapServers=host:port."));
    out.println("Topic: " + lake.topic());
    MendPlan plan = LedgerMend.plan(lake, kafka.orElseThrow(), topic, why);
    if (!plan.steps().isEmpty()) {
      print(plan, out);
      if (!confirmation.isGiven()) {
        out.println("Nothing was changed.");
        return;
      }
      plan.apply();
    }
    Optional<String> lost = LostDeadLetters.find(lake);
    if (lost.isPresent()) {
      LostDeadLetters judged =
          LostDeadLetters.judge(
              lake,
              kafka.orElseThrow(),
              topic,
              CurrentRules.of(rules.options(), Exchanges.named(lake.exchange()))
                  .step()
                  .judges()
                  .create());
      print(judged, out);
      if (!confirmation.isGiven()) {
        out.println(
            plan.steps().isEmpty()
                ? "Nothing was changed."
                : "The positions were rebuilt, but no dead letters were appended.");
        return;
      }
      judged.append();
    }
    out.println(
        plan.steps().isEmpty() && lost.isEmpty()
            ? "Nothing to mend in topic "
                + lake.topic()
                + ": the tables have their positions in it, and no dead letters are lost."
                + lake.elsewhere()
            : "Done. Verify the tables with `k2 verify --exchange=" + lake.exchange() + "`.");
  }

  private static void print(MendPlan plan, PrintWriter out) {
    TextTable positions =
        new TextTable("TABLE", "TOPIC ID", "PARTITION", "FIRST", "NEXT", "ROWS OF ALL PARTITIONS");
    for (MendPlan.Step step : plan.steps()) {
      Ledger ledger = step.ledger();
      ledger
          .next()
          .forEach(
              (partition, next) ->
                  positions.row(
                      step.table().name(),
                      ledger.topicId(),
                      partition,
                      ledger.first().getOrDefault(partition, 0L),
                      next,
                      ledger.rows()));
    }
    out.print(positions);
    plan.notes().forEach(note -> out.println("Note: " + note));
  }

  private static void print(LostDeadLetters lost, PrintWriter out) {
    Map<RejectReason, Long> byReason =
        lost.judged().stream()
            .collect(
                Collectors.groupingBy(
                    rejected -> rejected.reason(), TreeMap::new, Collectors.counting()));
    out.println(
        "Dead letters of cycle " + lost.silver().intent().cycle() + " to append again, by reason:");
    TextTable reasons = new TextTable("REASON", "DEAD LETTERS");
    byReason.forEach((reason, count) -> reasons.row(reason.code(), count));
    out.print(reasons);
  }
}
