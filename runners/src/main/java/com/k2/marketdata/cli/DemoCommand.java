package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.StateOption;
import com.k2.marketdata.cli.text.TableSizes;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.launch.Arguments;
import com.k2.marketdata.options.CatalogOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.stack.LocalTopics;
import com.k2.marketdata.stack.cluster.LocalCluster;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows K2 in a minute, with the same commands that a user runs. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Show how K2 works: start Kafka, publish recorded trades with some defects, fill all tables,"
          + " and show the results.",
      "It uses the state folder, and what it started keeps running. 'k2 down --wipe' stops it and"
          + " deletes all data."
    })
final class DemoCommand implements Callable<Integer> {
  /** The exchanges that the sample has trades of. */
  private static final String SAMPLED = "binance,kraken";

  private static final String DEFECTS = "0.002";

  @Spec private CommandSpec spec;
  @Mixin private StateOption state;

  @Option(
      names = "--cluster",
      description = "Run the demo on a local Spark cluster with an object store.")
  private boolean cluster;

  private int failed;

  @Override
  public Integer call() {
    long begin = System.nanoTime();
    if (!fillTables()) {
      say("The demo stops here; see the error above.");
      return failed;
    }
    say("The tables.");
    out().print(TableSizes.of(catalog()));
    out().flush();
    say("The position of each table, from its ledger.");
    k2(where("ledger", "show"));
    say("The dead letters, by reason.");
    k2(
        where(
            "sql",
            "SELECT error_type, error_reason, count(*) AS messages, min(error_detail) AS example"
                + " FROM market_data.silver_dlq_trades GROUP BY ALL"
                + " ORDER BY messages DESC, error_reason"));
    say("A few trades.");
    k2(
        where(
            "sql",
            "(SELECT exchange, symbol, timestamp, side, price, quantity, currency, trade_id FROM"
                + " market_data.silver_binance_trades ORDER BY timestamp DESC LIMIT 3) UNION ALL"
                + " (SELECT exchange, symbol, timestamp, side, price, quantity, currency, trade_id"
                + " FROM market_data.silver_kraken_trades ORDER BY timestamp DESC LIMIT 3)"));
    say("The verification, from the rows of the tables.");
    k2(where("verify"));
    next(Duration.ofNanos(System.nanoTime() - begin));
    return failed;
  }

  /** Whether the tables have data; without it, all later steps would fail. */
  private boolean fillTables() {
    say(
        cluster
            ? "Start a local Spark cluster in the background."
            : "Start a Kafka broker in the background.");
    if (!k2(where("up"))) {
      return false;
    }
    if (hasTrades()) {
      say("The topics have trades from an earlier demo; nothing is published.");
    } else if (!publish()) {
      return false;
    }
    say("Process everything from Kafka into bronze, silver and dead letters.");
    return k2(where("run", "medallion", "--exchange=" + SAMPLED));
  }

  private boolean publish() {
    SampleData sample = SampleData.copyTo(state.folder().component("sample"));
    say("Publish recorded Binance trades, a few of them broken on purpose.");
    List<String> feed = new ArrayList<>(List.of("feed", "--exchange=binance"));
    for (Path file : sample.binanceCsv()) {
      feed.add("--file=" + file);
    }
    feed.addAll(List.of("--defects=" + DEFECTS, "--seed=42"));
    if (!k2(feed.toArray(String[]::new))) {
      return false;
    }
    say("Publish recorded Kraken messages, with several trades or none in a message.");
    return k2("feed", "--exchange=kraken", "--format=frames", "--file=" + sample.krakenFrames());
  }

  private CatalogConfig catalog() {
    return cluster
        ? CatalogSettings.of(
            Arguments.parse(
                CatalogOptions.class,
                "--catalogConfig=" + LocalCluster.catalogConfig(state.folder())))
        : LocalCatalog.in(state.folder().path(), "market_data");
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
            "%n%s in %.0f s. To try next:%n%n",
            failed == ExitCode.DONE.code() ? "All done" : "Done, with errors (see above),",
            took.toMillis() / 1000.0);
    String where = cluster ? " --cluster" : "";
    out()
        .printf(
            "  bin/k2 sql%s \"SELECT * FROM market_data.silver_binance_trades.snapshots\"%n",
            where);
    out()
        .printf(
            "  bin/k2 run medallion%s --exchange=binance,kraken --trigger=10s   # Ctrl-C stops"
                + " it%n",
            where);
    out()
        .printf(
            "  bin/k2 rollback%1$s --exchange=binance --to=%2$d && bin/k2 run medallion%1$s"
                + " --exchange=binance%n",
            where, firstSilverSnapshot());
    out().println();
    out()
        .println(
            (cluster ? "The cluster is" : "Kafka is")
                + " still running. 'bin/k2 down' stops it; 'bin/k2 down --wipe' also deletes all"
                + " data.");
    out().flush();
  }

  /** A command on the local cluster, if the demo runs there. */
  private String[] where(String... arguments) {
    return cluster
        ? Stream.concat(Stream.of(arguments), Stream.of("--cluster")).toArray(String[]::new)
        : arguments;
  }

  /** Prints a command as a user would type it, runs it, and returns whether it succeeded. */
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
