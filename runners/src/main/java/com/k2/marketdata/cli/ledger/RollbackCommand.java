package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.cli.text.Confirmation;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerHistory;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.Rollback;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rolls back an exchange's tables. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Roll back an exchange's silver table and its dead letters together to an earlier point. The"
          + " next run continues from there and processes the messages again, with its settings.",
      "A pipeline that is running exits with code 5; start it again afterwards."
    },
    footer = {
      "",
      "Examples:",
      "  k2 rollback --exchange=binance --to=2h",
      "  k2 rollback --exchange=binance --to=2024-05-01T12:00:00Z --yes",
      "  k2 rollback --exchange=kraken --to=5492277091853104701 --bronze"
    })
public final class RollbackCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private CatalogAndKafkaMixin catalog;
  @Mixin private ExchangeMixin exchange;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "SNAPSHOT|TIME",
      description = {
        "A snapshot id of the silver table, an ISO-8601 time (UTC if it has no offset), or a"
            + " duration before now, such as 30m, 2h or 1d."
      })
  private String to;

  @Option(
      names = "--bronze",
      description = "Also roll back bronze, as far as Kafka still has the messages.")
  private boolean bronze;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    ExchangeLake lake = exchange.lake(catalog);
    Optional<TopicState> kafka =
        ExchangeMixin.ask(catalog.kafka(), lake.topic(), spec.commandLine().getErr());
    Rollback rollback = Rollback.plan(lake, to, bronze, kafka, Instant.now());
    if (rollback.steps().isEmpty() && rollback.deadLetters() == 0) {
      out.println("Nothing to do: the tables are already at this point.");
      return;
    }
    out.println("Topic: " + lake.topic());
    print(rollback, out);
    if (confirmation.isGiven()) {
      rollback.apply();
      out.println("Done. The next run continues from there.");
    } else {
      out.println("Nothing was changed.");
    }
  }

  private static void print(Rollback rollback, PrintWriter out) {
    TextTable tables = new TextTable("TABLE", "", "SNAPSHOT", "TIME", "ROWS TO REMOVE");
    TextTable positions = new TextTable("TABLE", "PARTITION", "NEXT NOW", "NEXT AFTER");
    for (Rollback.Step step : rollback.steps()) {
      row(tables, step, "now", step.from(), "");
      row(tables, step, "after", step.to(), step.rows().map(String::valueOf).orElse("?"));
      Ledger now = step.from().ledger();
      Ledger then = step.to().ledger();
      for (int partition : new TreeSet<>(now.next().keySet())) {
        positions.row(step.table().name(), partition, now.next(partition), then.next(partition));
      }
    }
    if (!rollback.steps().isEmpty()) {
      out.println(tables);
      out.println(positions);
    }
    out.println("Dead letters to remove: " + rollback.deadLetters());
    rollback.notes().forEach(note -> out.println("Note: " + note));
  }

  private static void row(
      TextTable tables, Rollback.Step step, String when, LedgerHistory.Point point, String rows) {
    tables.row(
        step.table().name(),
        when,
        point.snapshot().snapshotId(),
        Instant.ofEpochMilli(point.snapshot().timestampMillis()),
        rows);
  }
}
