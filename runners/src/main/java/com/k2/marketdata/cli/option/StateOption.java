package com.k2.marketdata.cli.option;

import com.k2.marketdata.options.CatalogSettings;
import com.k2.marketdata.stack.LocalStack;
import com.k2.marketdata.stack.StateFolder;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Option;

/** Where K2 keeps what belongs to this machine. A mixin of every verb that uses it. */
public final class StateOption {
  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description = {
        "The folder of the local stack and the default catalog.",
        "Default: the variable K2_STATE, else .k2 in the working directory."
      })
  private @Nullable String path;

  /** The folder; not made yet. */
  public StateFolder folder() {
    return StateFolder.at(CatalogSettings.stateFolder(path));
  }

  /** The local stack of that folder. */
  public LocalStack stack() {
    return new LocalStack(folder());
  }
}
