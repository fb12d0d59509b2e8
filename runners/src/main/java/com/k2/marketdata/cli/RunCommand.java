package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CommandOptions;
import com.k2.marketdata.cli.option.ExitCodesHelp;
import com.k2.marketdata.cli.option.OptionsHelp;
import com.k2.marketdata.cli.option.PipelineCommand;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UnexpectedException;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.form.DescribedOption;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.stack.process.ForegroundProcess;
import com.k2.marketdata.text.Printable;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs a pipeline. Its options are those of the pipeline, which the launcher parses. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    customSynopsis = "k2 run PIPELINE --exchange=NAME[,NAME...] [OPTIONS]",
    description = {
      "Run a pipeline until it has caught up, or with --trigger=DURATION until it is stopped.",
      "Example: k2 run medallion --exchange=binance,kraken --trigger=10s",
      ""
    })
final class RunCommand implements Callable<Integer>, PipelineCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = {
        "bronze: Kafka to bronze.",
        "silver: bronze to silver and dead letters.",
        "medallion: Kafka to all of these, reading each message once."
      })
  private String pipeline;

  @Option(
      names = "--cluster",
      description = {
        "Submit the pipeline to the local cluster, which 'k2 up --cluster' starts, with the memory"
            + " and cores of the job in the cluster's plan.",
        "The driver runs in the foreground. Default of --exchange: the exchanges of that job."
      })
  private boolean cluster;

  @Unmatched private String[] arguments = {};

  private CommandSpec spec;

  @Spec
  void setSpec(CommandSpec command) {
    spec = command;
    OptionsHelp.addTo(command, TradePipelineOptions.class);
    ExitCodesHelp.addTo(command, EnumSet.complementOf(EnumSet.of(ExitCode.DISCREPANCY)));
  }

  @Override
  public List<DescribedOption> describedOptions() {
    return CommandOptions.of(spec, TradePipelineOptions.class);
  }

  @Override
  public void requireValid() {
    PipelineLauncher.named(String.valueOf(pipeline)).requireValid(arguments);
  }

  @Override
  public Integer call() {
    if (pipeline == null) {
      spec.commandLine().usage(spec.commandLine().getErr());
      return ExitCode.USAGE.code();
    }
    if (cluster) {
      return runOnCluster();
    }
    try {
      PipelineLauncher.named(pipeline).run(arguments);
      return ExitCode.DONE.code();
    } catch (UnexpectedException e) {
      // Its stack trace is in the log already.
      spec.commandLine().getErr().println("k2: " + Printable.lines(e.getMessage()));
      return e.exitCode().code();
    }
  }

  private int runOnCluster() {
    SparkSubmitCommand submit =
        new ClusterRun(pipeline, List.of(arguments)).command(SparkDistribution.installed());
    spec.commandLine().getErr().println("$ " + submit);
    return ForegroundProcess.run(submit.command(), submit.environment());
  }
}
