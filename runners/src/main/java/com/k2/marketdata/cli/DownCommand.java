package com.k2.marketdata.cli;

import com.k2.marketdata.cli.option.StateOption;
import com.k2.marketdata.stack.cluster.LocalCluster;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops the local stack, and deletes its data if requested. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description =
        "Stop the local stack and the local cluster. Drivers are not stopped: stop them first."
            + " Topics, tables and logs are kept, unless --wipe is given.")
final class DownCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private StateOption state;

  @Option(
      names = "--wipe",
      description = "Delete the data of K2 in the state folder: topics, tables and logs.")
  private boolean wipe;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    LocalCluster.down(state.folder(), out::println);
    if (wipe && Files.exists(state.folder().path())) {
      List<String> left = state.folder().wipe();
      out.println("Deleted the data in " + state.folder());
      if (!left.isEmpty()) {
        out.println("Kept, because K2 did not create it: " + String.join(", ", left));
      }
    }
  }
}
