package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.cli.text.Confirmation;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.LedgerPlan;
import com.k2.marketdata.operate.NewTopic;
import com.k2.marketdata.operate.SetPosition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sets the positions of an exchange's tables. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Move the positions of an exchange's tables forward, to skip messages that cannot or should not"
          + " be processed. The tables keep a permanent record of what was skipped.",
      "With --new-topic, accept a topic that was deleted and recreated, or moved to another cluster.",
      "If a log lost records and reused their offsets, --next with the current position accepts the"
          + " log: the new messages below the position are not read. This is recorded, too.",
      "A table that lost its position is better mended with `k2 ledger mend`, which checks its rows;"
          + " otherwise give --next for every partition."
    },
    footer = {
      "",
      "Examples:",
      "  k2 ledger set --exchange=binance --partition=0 --next=1500 --why=\"retention was too short\"",
      "  k2 ledger set --exchange=binance --next=0:1500,1:1720",
      "  k2 ledger set --exchange=kraken --new-topic --at=earliest"
    })
final class LedgerSetCommand implements Runnable {
  enum Tables {
    BRONZE,
    SILVER,
    ALL
  }

  @Spec private CommandSpec spec;
  @Mixin private CatalogAndKafkaMixin catalog;
  @Mixin private ExchangeMixin exchange;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--partition",
      paramLabel = "N",
      description = "The partition that --next=OFFSET applies to.")
  private Integer partition;

  @Option(
      names = "--next",
      paramLabel = "OFFSET|P:OFFSET,…",
      description = "The next offset to process; for several partitions: 0:1500,1:1720.")
  private String next;

  @Option(
      names = "--table",
      defaultValue = "all",
      paramLabel = "bronze|silver|all",
      description = "The tables to change. Default: ${DEFAULT-VALUE}.")
  private Tables tables;

  @Option(
      names = "--why",
      paramLabel = "TEXT",
      defaultValue = "set by hand",
      description = "The reason to record. Default: ${DEFAULT-VALUE}.")
  private String why;

  @Option(names = "--new-topic", description = "Accept the current topic.")
  private boolean newTopic;

  @Option(
      names = "--at",
      defaultValue = "earliest",
      paramLabel = "earliest|latest|position",
      description = {
        "Where to start in the new topic. Default: ${DEFAULT-VALUE}.",
        "position: at the same offsets, for a topic that was read without an id, or with"
            + " --topicIdentity, and has not been recreated."
      })
  private NewTopic.Start at;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (newTopic == (next != null)) {
      throw new UsageException("Give either --next or --new-topic.");
    }
    SortedMap<Integer, Long> offsets = newTopic ? new TreeMap<>() : offsets();
    ExchangeLake lake = exchange.lake(catalog);
    Optional<TopicState> kafka =
        ExchangeMixin.ask(catalog.kafka(), lake.topic(), spec.commandLine().getErr());
    LedgerPlan plan =
        newTopic
            ? newTopic(lake, kafka)
            : new SetPosition(lake, kafka, why).plan(chosen(lake), offsets);
    if (plan.steps().isEmpty()) {
      out.println("Nothing to change: the positions are already set.");
      plan.notes().forEach(note -> out.println("Note: " + note));
      return;
    }
    out.println("Topic: " + lake.topic());
    print(plan, out);
    if (confirmation.isGiven()) {
      plan.apply();
      out.println("Done.");
    } else {
      out.println("Nothing was changed.");
    }
  }

  private SortedMap<Integer, Long> offsets() {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    try {
      if (partition != null) {
        offsets.put(partition, Long.parseLong(next));
      } else {
        for (String pair : next.split(",")) {
          String[] parts = pair.split(":", 2);
          offsets.put(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UsageException(
          "--next=" + next + ": write --partition=0 --next=1500, or --next=0:1500,1:1720.", e);
    }
    offsets.forEach(
        (number, offset) -> {
          if (number < 0 || offset < 0) {
            throw new UsageException(
                "Offset "
                    + offset
                    + " of partition "
                    + number
                    + " is not valid: neither can be negative.");
          }
        });
    return offsets;
  }

  private LedgerPlan newTopic(ExchangeLake lake, Optional<TopicState> kafka) {
    TopicState topic =
        kafka.orElseThrow(
            () ->
                new UsageException(
                    "The new topic is read from Kafka. Set --bootstrapServers=host:port."));
    return NewTopic.plan(lake, topic, at, why);
  }

  private List<ExchangeLake.Named> chosen(ExchangeLake lake) {
    List<ExchangeLake.Named> chosen =
        switch (tables) {
          case BRONZE -> lake.bronze().stream().toList();
          case SILVER -> lake.silver().stream().toList();
          case ALL -> lake.positioned();
        };
    if (chosen.isEmpty()) {
      throw new UsageException("There is no such table for " + lake.exchange() + " yet.");
    }
    return chosen;
  }

  private static void print(LedgerPlan plan, PrintWriter out) {
    TextTable moves = new TextTable("TABLE", "TOPIC ID", "PARTITION", "NEXT NOW", "NEXT AFTER");
    for (LedgerPlan.Step step : plan.steps()) {
      Optional<Ledger> before =
          step.before().filter(ledger -> ledger.topicId().equals(step.after().topicId()));
      for (int number : new TreeSet<>(step.after().next().keySet())) {
        Long now = before.map(ledger -> ledger.next().get(number)).orElse(null);
        boolean accepted =
            !Objects.equals(
                before.map(ledger -> ledger.epochs().get(number)).orElse(null),
                step.after().epochs().get(number));
        if (now == null || now != step.after().next(number) || accepted) {
          moves.row(
              step.table().name(),
              step.after().topicId(),
              number,
              now == null ? "-" : now,
              step.after().next(number));
        }
      }
    }
    out.print(moves);
    plan.notes().forEach(note -> out.println("Note: " + note));
  }
}
