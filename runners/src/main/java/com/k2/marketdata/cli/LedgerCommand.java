package com.k2.marketdata.cli;

import com.k2.marketdata.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at the positions that the tables carry, and sets them. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "Show how far the tables are in their topics, or set it.",
    synopsisSubcommandLabel = "show|set",
    subcommands = {LedgerShowCommand.class, LedgerSetCommand.class})
final class LedgerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
