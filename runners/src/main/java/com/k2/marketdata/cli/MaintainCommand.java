package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.CommandOptions;
import com.k2.marketdata.cli.option.ExitCodesHelp;
import com.k2.marketdata.cli.option.FormatOption;
import com.k2.marketdata.cli.option.OptionsHelp;
import com.k2.marketdata.cli.option.PipelineCommand;
import com.k2.marketdata.cli.text.MaintainText;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.launch.MaintainLauncher;
import com.k2.marketdata.options.MaintainOptions;
import com.k2.marketdata.options.form.DescribedOption;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Maintains the tables. Its options are those of the maintenance, which the launcher parses. */
@Command(
    name = "maintain",
    mixinStandardHelpOptions = true,
    customSynopsis = "k2 maintain [--execute] [OPTIONS]",
    description = {
      "Keep the tables healthy: compact small files, expire old snapshots, and remove orphans.",
      "Without --execute it changes nothing, and prints the health of the tables and what would be"
          + " done. It can run while pipelines and queries run.",
      "Example: k2 maintain --execute --trigger=6h",
      ""
    })
final class MaintainCommand implements Callable<Integer>, PipelineCommand {
  @Mixin private FormatOption format;

  @Unmatched private String[] arguments = {};

  private CommandSpec spec;

  @Spec
  void setSpec(CommandSpec command) {
    spec = command;
    OptionsHelp.addTo(command, MaintainOptions.class);
    ExitCodesHelp.addTo(
        command,
        EnumSet.of(
            ExitCode.DONE,
            ExitCode.USAGE,
            ExitCode.SYSTEM_FAULT,
            ExitCode.HOLE,
            ExitCode.MAINTENANCE,
            ExitCode.STALLED,
            ExitCode.UNEXPECTED));
  }

  @Override
  public List<DescribedOption> describedOptions() {
    return CommandOptions.of(spec, MaintainOptions.class);
  }

  @Override
  public void requireValid() {
    MaintainLauncher.requireValid(arguments);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return MaintainLauncher.run(
            report -> format.print(report, out, () -> out.println(MaintainText.of(report))),
            arguments)
        .code();
  }
}
