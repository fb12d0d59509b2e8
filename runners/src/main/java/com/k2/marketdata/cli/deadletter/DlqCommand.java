package com.k2.marketdata.cli.deadletter;

import com.k2.marketdata.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows dead letters. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description = "Show dead letters, and which of them are open.",
    synopsisSubcommandLabel = "summary|show",
    subcommands = {DlqSummaryCommand.class, DlqShowCommand.class})
public final class DlqCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
