package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Repairs the catalog in the state folder. */
@Command(
    name = "catalog",
    mixinStandardHelpOptions = true,
    description = "Restore a lost catalog in the state folder.",
    synopsisSubcommandLabel = "restore",
    subcommands = CatalogRestoreCommand.class)
public final class CatalogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.code();
  }
}
