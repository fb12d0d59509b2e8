package com.k2.marketdata.cli.deadletter;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.CommandOptions;
import com.k2.marketdata.cli.option.DeadLetterMixin;
import com.k2.marketdata.cli.option.ExchangeMixin;
import com.k2.marketdata.cli.option.ExitCodesHelp;
import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.option.PipelineCommand;
import com.k2.marketdata.cli.option.RulesMixin;
import com.k2.marketdata.cli.text.ReplayText;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.Watchdog;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.options.TableOptions;
import com.k2.marketdata.options.form.DescribedOption;
import com.k2.marketdata.pipeline.CurrentRules;
import com.k2.marketdata.replay.Replay;
import com.k2.marketdata.replay.ReplayReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges dead letters again, and adds those that are valid trades now to silver. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Judge open dead letters again with today's rules, and add those that are valid trades now to"
          + " silver. Without --execute, only show what would be added.",
      "The dead letters stay in their table; those that were replayed are no longer open. It can"
          + " run while pipelines run, in this process or, with --runner=SparkRunner, on Spark.",
      "Give --schemaRegistry, --futureTolerance, --maxTradeAge and --symbolList as for the"
          + " pipelines."
    },
    footer = {
      "",
      "Examples:",
      "  k2 replay --exchange=binance",
      "  k2 replay --exchange=binance --reason=quote_asset_ambiguous --since=2d --execute",
      "  k2 replay --exchange=kraken --partition=0 --offsets=1000-1999 --execute"
    })
public final class ReplayCommand implements Callable<Integer>, PipelineCommand {
  private static final String MAX_RECORDS = "1000000";
  private static final long MOST_RECORDS = 5_000_000;

  private CommandSpec spec;
  @Mixin private CatalogAndKafkaMixin catalog;
  @Mixin private ExchangeMixin exchange;
  @Mixin private DeadLetterMixin deadLetters;
  @Mixin private RulesMixin rules;
  @Mixin private FormatOption format;

  @Option(
      names = "--execute",
      description = "Commit the trades. Default: only show what would be committed.")
  private boolean execute;

  @Option(
      names = "--maxRecords",
      paramLabel = "NUMBER",
      defaultValue = MAX_RECORDS,
      description =
          "Judge at most this number of dead letters, 5000000 at most; run again for the others."
              + " Default: ${DEFAULT-VALUE}.")
  private long maxRecords;

  @Spec
  void setSpec(CommandSpec command) {
    spec = command;
    ExitCodesHelp.addTo(
        command,
        EnumSet.of(
            ExitCode.DONE,
            ExitCode.USAGE,
            ExitCode.SYSTEM_FAULT,
            ExitCode.HOLE,
            ExitCode.CONFLICT,
            ExitCode.TABLE_MISMATCH,
            ExitCode.INCOMPLETE_CYCLE,
            ExitCode.STALLED,
            ExitCode.UNEXPECTED));
  }

  @Override
  public List<DescribedOption> describedOptions() {
    return CommandOptions.of(spec, List.of(TableOptions.class, RuleOptions.class));
  }

  @Override
  public void requireValid() {
    requireRecords();
    catalog.requireValid();
    exchange.exchange();
    deadLetters.filter(Instant.now());
    CurrentRules.requireValid(rules.options());
  }

  private void requireRecords() {
    if (maxRecords < 1 || maxRecords > MOST_RECORDS) {
      throw new UsageException("--maxRecords=" + maxRecords + ": must be from 1 to 5000000.");
    }
  }

  @Override
  public Integer call() {
    requireRecords();
    TableOptions options = catalog.options("k2-replay");
    Replay replay =
        new Replay(
            catalog.catalog(),
            exchange.exchange(),
            exchange.lake(catalog).topic(),
            CurrentRules.of(rules.options(), exchange.exchange()).step().judges(),
            deadLetters.filter(Instant.now()),
            maxRecords);
    try (CycleRunner runner = Runners.of(options)) {
      ReplayReport report =
          Watchdog.during(
              runner, options, () -> execute ? replay.execute(runner) : replay.dryRun(runner));
      PrintWriter out = spec.commandLine().getOut();
      format.print(report, out, () -> out.println(ReplayText.of(report)));
      return ExitCode.DONE.code();
    }
  }
}
