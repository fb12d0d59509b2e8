package com.k2.marketdata.cli.text;

import com.k2.marketdata.failure.UsageException;
import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks before something is changed. A mixin of every verb that changes tables by hand. */
public final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do it without asking. Needed where there is no terminal to ask on.")
  private boolean yes;

  /**
   * Whether to go on.
   *
   * @throws UsageException if there is nobody to ask
   */
  public boolean isGiven() {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null) {
      throw new UsageException("Nothing was changed. To do this, add --yes.");
    }
    String answer = console.readLine("Do this? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
