package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.CommandOptions;
import com.k2.marketdata.cli.option.ExitCodesHelp;
import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.option.PipelineCommand;
import com.k2.marketdata.cli.option.RulesMixin;
import com.k2.marketdata.cli.text.VerifyProgress;
import com.k2.marketdata.cli.text.VerifyText;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.launch.Watchdog;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.options.ExchangeNames;
import com.k2.marketdata.options.RuleOptions;
import com.k2.marketdata.options.TableOptions;
import com.k2.marketdata.options.form.DescribedOption;
import com.k2.marketdata.pipeline.CurrentRules;
import com.k2.marketdata.verify.ContentSettings;
import com.k2.marketdata.verify.PipelineRules;
import com.k2.marketdata.verify.Verification;
import com.k2.marketdata.verify.report.VerifyReport;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies from the rows of the tables that nothing is lost and nothing is duplicated. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Verify from the rows of the tables that no offset is missing or duplicated, that every"
          + " bronze row is a trade or a dead letter, and that the positions agree.",
      "It changes nothing, and can run while pipelines run. An offset that is missing in Kafka,"
          + " too, is not an error. An offset that Kafka no longer has is counted as unverifiable.",
      "It runs in this process; with --runner=SparkRunner, on Spark, where it ends if it makes no"
          + " progress for --stallTimeout (3m)."
    })
final class VerifyCommand implements Callable<Integer>, PipelineCommand {
  private CommandSpec spec;
  @Mixin private CatalogAndKafkaMixin catalog;
  @Mixin private FormatOption format;
  @Mixin private RulesMixin rules;

  @Option(
      names = "--exchange",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = ExchangeNames.class,
      description = "The exchanges, comma separated. Default: all that have tables.")
  private List<String> exchanges = List.of();

  @Option(names = "--strict", description = "Report unverifiable offsets as discrepancies.")
  private boolean strict;

  @Option(
      names = "--contents",
      description = {
        "Also read every column of every row: decode and judge bronze's messages again, compare the"
            + " results with silver and the dead letters, and bronze with its running sum and with"
            + " Kafka.",
        "With it, give --schemaRegistry, --futureTolerance, --maxTradeAge and --symbolList as for"
            + " the pipelines: rows that were judged with other settings are counted as not proved."
      })
  private boolean contents;

  @Spec
  void setSpec(CommandSpec command) {
    spec = command;
    ExitCodesHelp.addTo(
        command,
        EnumSet.of(
            ExitCode.DONE,
            ExitCode.DISCREPANCY,
            ExitCode.USAGE,
            ExitCode.SYSTEM_FAULT,
            ExitCode.HOLE,
            ExitCode.STALLED,
            ExitCode.UNEXPECTED));
  }

  @Override
  public List<DescribedOption> describedOptions() {
    return CommandOptions.of(spec, List.of(TableOptions.class, RuleOptions.class));
  }

  @Override
  public void requireValid() {
    catalog.requireValid();
    rules.requireUsable(contents, exchanges);
    exchanges.forEach(Exchanges::named);
    CurrentRules.requireValid(rules.options());
  }

  @Override
  public Integer call() {
    TableOptions options = catalog.options("k2-verify");
    rules.requireUsable(contents, exchanges);
    VerifyProgress progress = new VerifyProgress(spec.commandLine().getErr());
    Verification verification = verification(progress);
    try (CycleRunner runner = Runners.of(options)) {
      VerifyReport report =
          Watchdog.during(runner, options, () -> run(verification, runner, progress));
      PrintWriter out = spec.commandLine().getOut();
      format.print(report, out, () -> out.println(VerifyText.of(report)));
      return report.exitCode().code();
    }
  }

  private Verification verification(VerifyProgress progress) {
    Verification rowsOnly =
        new Verification(catalog.catalog(), catalog.kafka().orElse(null), strict);
    return contents
        ? rowsOnly.withContents(
            new ContentSettings(
                exchange -> PipelineRules.of(rules.options(), exchange), progress::show))
        : rowsOnly;
  }

  private VerifyReport run(Verification verification, CycleRunner runner, VerifyProgress progress) {
    try {
      return verification.run(exchanges, runner);
    } finally {
      progress.end();
    }
  }
}
