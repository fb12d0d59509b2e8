package com.k2.marketdata.options.settings;

import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.options.SpillOptions;
import com.k2.marketdata.options.form.Quantities;

/** Reads the settings of spill files from the options. */
public final class SpillSetup {
  private SpillSetup() {}

  /** The settings that the options describe. */
  public static SpillSettings of(SpillOptions options) {
    return new SpillSettings(
        options.getSpillFolder(), Quantities.bytes("maxSpillBytes", options.getMaxSpillBytes()));
  }
}
