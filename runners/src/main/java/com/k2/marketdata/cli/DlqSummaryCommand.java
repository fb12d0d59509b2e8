package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CatalogMixin;
import com.k2.marketdata.cli.option.DeadLetterMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.cli.text.TextTable;
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

/** Counts the dead letters of an exchange. */
@Command(
    name = "summary",
    mixinStandardHelpOptions = true,
    description = "Count the dead letters of an exchange, by reason or by hour.")
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
  @Mixin private ExchangeMixin exchange;
  @Mixin private DeadLetterMixin deadLetters;

  @Option(
      names = "--by",
      defaultValue = "reason",
      paramLabel = "reason|hour",
      description = "What to count by. Default: ${DEFAULT-VALUE}.")
  private By by;

  @Override
  public void run() {
    DeadLetterSummary summary =
        DeadLetterSummary.of(
            catalog.catalog(),
            exchange.exchange(),
            exchange.lake(catalog).topic(),
            deadLetters.filter(Instant.now()),
            by.key);
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
                    share(line.count(), summary.read()),
                    line.first(),
                    line.last()));
    out.println(table);
  }

  private static String share(long count, long read) {
    return read == 0 ? "-" : String.format(Locale.ROOT, "%.3f %%", 100.0 * count / read);
  }
}
