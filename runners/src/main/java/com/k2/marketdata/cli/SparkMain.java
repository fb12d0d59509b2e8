package com.k2.marketdata.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The main class of the jar for {@code spark-submit}: those commands that run pipelines, on Spark
 * unless {@code --runner} says otherwise. The jar has no libraries for the other commands.
 */
public final class SparkMain {
  private static final Set<String> COMMANDS = Set.of("run", "maintain", "replay", "verify");
  private static final String RUNNER = "--runner=";

  private SparkMain() {}

  /** Runs a command and exits the process with its code. */
  public static void main(String[] args) {
    System.exit(K2.execute(commandLine(), withRunner(args)));
  }

  static CommandLine commandLine() {
    CommandLine k2 = K2.commandLine();
    List.copyOf(k2.getSubcommands().keySet()).stream()
        .filter(command -> !COMMANDS.contains(command))
        .forEach(k2.getCommandSpec()::removeSubcommand);
    k2.getCommandSpec().usageMessage().footer("", "Help for a command: COMMAND --help");
    return k2;
  }

  static String[] withRunner(String... args) {
    boolean isComplete =
        args.length == 0
            || !COMMANDS.contains(args[0])
            || Stream.of(args).anyMatch(arg -> arg.startsWith(RUNNER));
    return isComplete
        ? args
        : Stream.concat(Stream.of(args), Stream.of(RUNNER + "SparkRunner")).toArray(String[]::new);
  }
}
