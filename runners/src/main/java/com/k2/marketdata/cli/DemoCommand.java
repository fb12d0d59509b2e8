package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.StateOption;
import com.k2.marketdata.cli.text.TableSizes;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.stack.LocalTopics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows all of K2 in a minute, by the verbs that its user has too. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Show K2 at work: start Kafka, publish recorded trades with some defects, fill all tables,"
          + " and show what came of it.",
      "It uses the state folder, and leaves Kafka running; 'k2 down --wipe' takes all of it away."
    })
final class DemoCommand implements Callable<Integer> {
  /** The exchanges that the sample has trades of. */
  private static final String SAMPLED = "binance,kraken";

  private static final String DEFECTS = "0.002";

  @Spec private CommandSpec spec;
  @Mixin private StateOption state;

  private int failed;

  @Override
  public Integer call() {
    long begin = System.nanoTime();
    if (!fillTables()) {
      say("The demo ends here; the message above says why.");
      return failed;
    }
    say("What is in the tables now.");
    out().print(TableSizes.of(catalog()));
    out().flush();
    say("How far they are, by their own ledgers.");
    k2("ledger", "show");
    say("Why messages became dead letters.");
    k2(
        "sql",
        "SELECT error_type, error_reason, count(*) AS messages, min(error_detail) AS example"
            + " FROM market_data.silver_dlq_trades GROUP BY ALL ORDER BY messages DESC, error_reason");
    say("A few trades.");
    k2(
        "sql",
        "(SELECT exchange, symbol, timestamp, side, price, quantity, currency, trade_id"
            + " FROM market_data.silver_binance_trades ORDER BY timestamp DESC LIMIT 3) UNION ALL"
            + " (SELECT exchange, symbol, timestamp, side, price, quantity, currency, trade_id"
            + " FROM market_data.silver_kraken_trades ORDER BY timestamp DESC LIMIT 3)");
    say("The proof, from the rows themselves.");
    k2("verify");
    next(Duration.ofNanos(System.nanoTime() - begin));
    return failed;
  }

  /** Whether there is something to show; without it, all that follows would only fail too. */
  private boolean fillTables() {
    say("A real Kafka broker, in the background.");
    if (!k2("up")) {
      return false;
    }
    if (hasTrades()) {
      say("The topics hold trades of an earlier demo; nothing is published again.");
    } else if (!publish()) {
      return false;
    }
    say("Kafka to bronze, silver and dead letters, from one read, until all is there.");
    return k2("run", "medallion", "--exchange=" + SAMPLED);
  }

  private boolean publish() {
    SampleData sample = SampleData.copyTo(state.folder().component("sample"));
    say("Recorded Binance trades, a few of them broken on purpose.");
    List<String> feed = new ArrayList<>(List.of("feed", "--exchange=binance"));
    for (Path file : sample.binanceCsv()) {
      feed.add("--file=" + file);
    }
    feed.addAll(List.of("--defects=" + DEFECTS, "--seed=42"));
    if (!k2(feed.toArray(String[]::new))) {
      return false;
    }
    say("Recorded Kraken messages: several trades in one frame, and frames without any.");
    return k2("feed", "--exchange=kraken", "--format=frames", "--file=" + sample.krakenFrames());
  }

  private CatalogConfig catalog() {
    return LocalCatalog.in(state.folder().path(), "market_data");
  }

  private long firstSilverSnapshot() {
    CatalogConfig catalog = catalog();
    return RetryingMetadata.load(
            catalog.open(), catalog.table(Exchanges.named("binance").silverTable()))
        .snapshots()
        .iterator()
        .next()
        .snapshotId();
  }

  private boolean hasTrades() {
    return state.stack().status().topics().stream()
        .mapToLong(LocalTopics.TopicStatus::messages)
        .anyMatch(messages -> messages > 0);
  }

  private void next(Duration took) {
    out()
        .printf(
            Locale.ROOT,
            "%n%s in %.0f s. Three to try next:%n%n",
            failed == ExitCode.DONE.code() ? "All done" : "Done, but something went wrong above,",
            took.toMillis() / 1000.0);
    out().println("  bin/k2 sql \"SELECT * FROM market_data.silver_binance_trades.snapshots\"");
    out()
        .println(
            "  bin/k2 run medallion --exchange=binance,kraken --trigger=10s   # Ctrl-C ends it");
    out()
        .printf(
            "  bin/k2 rollback --exchange=binance --to=%d && bin/k2 run medallion --exchange=binance%n",
            firstSilverSnapshot());
    out().println();
    out().println("Kafka still runs: 'bin/k2 down' stops it, 'bin/k2 down --wipe' clears all.");
    out().flush();
  }

  /** Runs a verb as its user would, shown first; says whether it succeeded. */
  private boolean k2(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    out().println("$ bin/k2 " + shown(all));
    out().flush();
    all.add("--state=" + state.folder().path());
    int code = K2.commandLine().execute(all.toArray(String[]::new));
    if (code != ExitCode.DONE.code() && failed == ExitCode.DONE.code()) {
      failed = code;
    }
    return code == ExitCode.DONE.code();
  }

  private static String shown(List<String> arguments) {
    return String.join(
        " ", arguments.stream().map(a -> a.contains(" ") ? '"' + a + '"' : a).toList());
  }

  private void say(String what) {
    out().printf("%n# %s%n", what);
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
