package com.k2.marketdata.cli.option;

import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.stack.LocalStack;
import com.k2.marketdata.stack.StateFolder;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Option;

/** The state folder, for commands that use the local stack or the local catalog. */
public final class StateOption {
  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description = {
        "The state folder, which has the local stack and the local catalog.",
        "Default: the environment variable K2_STATE, or .k2 in the working directory."
      })
  private @Nullable String path;

  /** The folder; it may not exist yet. */
  public StateFolder folder() {
    return StateFolder.at(CatalogSettings.stateFolder(path));
  }

  /** The local stack of the folder. */
  public LocalStack stack() {
    return new LocalStack(folder());
  }
}
