package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows, sets or rebuilds the positions of the tables. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "Show, set or rebuild the positions of the tables in their topics.",
    synopsisSubcommandLabel = "show|set|mend",
    subcommands = {LedgerShowCommand.class, LedgerSetCommand.class, LedgerMendCommand.class})
public final class LedgerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
