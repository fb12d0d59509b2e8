package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CatalogAndKafkaMixin;
import com.k2.marketdata.cli.option.OptionsHelp;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UnforeseenException;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.options.TradePipelineOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a pipeline until its trigger ends, or until it is stopped. */
@Command(
    name = "run",
    description = {
      "Run a pipeline: bronze (Kafka to bronze), silver (bronze to silver and dead letters) or"
          + " medallion (all three from one read).",
      "Example: k2 run medallion --exchange=binance,kraken --trigger=10s"
    },
    exitCodeListHeading = "%nExit codes (docs/operations.md says what to do):%n",
    exitCodeList = {
      "0:done, or stopped when asked",
      "2:wrong usage",
      "3:Kafka, the registry, the catalog or the store did not answer",
      "4:a hole, with --onHole=exit",
      "5:another driver writes the same tables",
      "6:too much was rejected",
      "7:a table is not what K2 writes",
      "8:a cycle did not add up",
      "70:a defect"
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "bronze, silver or medallion.")
  private String pipeline;

  @Mixin private CatalogAndKafkaMixin catalog;

  @Option(
      names = {"-h", "--help"},
      description = "Show this help, with all options of the pipelines.")
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (help || pipeline == null) {
      spec.commandLine().usage(spec.commandLine().getOut());
      OptionsHelp.print(TradePipelineOptions.class, spec.commandLine().getOut());
      return help ? ExitCode.DONE.code() : ExitCode.USAGE.code();
    }
    try {
      PipelineLauncher.named(pipeline).run(catalog.arguments());
      return ExitCode.DONE.code();
    } catch (UnforeseenException e) {
      // Its trace is in the log already.
      spec.commandLine().getErr().println("k2: " + e.getMessage());
      return e.exitCode().code();
    }
  }
}
