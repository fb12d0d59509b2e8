package com.k2.marketdata.cli.text;

import com.k2.marketdata.failure.UsageException;
import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks for confirmation, for commands that change tables by hand. */
public final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation. Required without a terminal.")
  private boolean yes;

  /**
   * Whether the user confirms the change.
   *
   * @throws UsageException if there is no terminal
   */
  public boolean isGiven() {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null) {
      throw new UsageException(
          "There is no terminal on which to confirm the change. To apply it, add --yes.");
    }
    String answer = console.readLine("Apply? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
