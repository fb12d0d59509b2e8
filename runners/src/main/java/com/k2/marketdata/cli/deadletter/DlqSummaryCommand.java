package com.k2.marketdata.cli.deadletter;

import com.k2.marketdata.cli.option.CatalogMixin;
import com.k2.marketdata.cli.option.DeadLetterMixin;
import com.k2.marketdata.cli.option.ExchangesMixin;
import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.replay.DeadLetterFilter;
import com.k2.marketdata.replay.DeadLetterSummary;
import com.k2.marketdata.replay.Letter;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts the dead letters of exchanges. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = {
      "Count the dead letters of each exchange, by reason or by hour: how many are open, replayed"
          + " and not replayable, the share of the offsets read that became dead letters, and when"
          + " the first and the last one were written."
    })
final class DlqSummaryCommand implements Runnable {
  enum By {
    REASON(Letter::reason),
    HOUR(letter -> letter.time().truncatedTo(ChronoUnit.HOURS).toString());

    private final Function<Letter, String> key;

    By(Function<Letter, String> key) {
      this.key = key;
    }
  }

  @Spec private CommandSpec spec;
  @Mixin private CatalogMixin catalog;
  @Mixin private ExchangesMixin exchanges;
  @Mixin private DeadLetterMixin deadLetters;

  @Option(
      names = "--by",
      defaultValue = "reason",
      paramLabel = "reason|hour",
      description = "What to count by. Default: ${DEFAULT-VALUE}.")
  private By by;

  @Override
  public void run() {
    DeadLetterFilter filter = deadLetters.filter(Instant.now());
    for (ExchangeLake lake : exchanges.lakes(catalog)) {
      print(
          DeadLetterSummary.of(
              catalog.catalog(), Exchanges.named(lake.exchange()), lake.topic(), filter, by.key));
    }
  }

  private void print(DeadLetterSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Topic: " + summary.topic());
    if (summary.lines().isEmpty()) {
      out.println("No dead letters.");
      return;
    }
    TextTable table =
        new TextTable(
            by.name(), "OPEN", "REPLAYED", "NOT REPLAYABLE", "SHARE OF READ", "FIRST", "LAST");
    summary
        .lines()
        .forEach(
            (key, line) ->
                table.row(
                    key,
                    line.open(),
                    line.replayed(),
                    line.notReplayable(),
                    share(line.settled(), summary.read()),
                    line.first(),
                    line.last()));
    out.println(table);
  }

  private static String share(long count, long read) {
    return read == 0 ? "-" : String.format(Locale.ROOT, "%.3f %%", 100.0 * count / read);
  }
}
