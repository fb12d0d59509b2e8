package com.k2.marketdata.launch;

import com.k2.marketdata.options.TableOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import com.k2.marketdata.options.settings.KafkaSettings;
import com.k2.marketdata.stack.LocalStack;
import com.k2.marketdata.stack.StateFolder;

/**
 * Makes the local stack the default: where the options, the Kafka properties and the Kafka config
 * file give no bootstrap servers, the broker of the state folder is used if it is running. The
 * default of the catalog is the one in the same folder, see {@link CatalogSettings}.
 */
public final class LocalDefaults {
  private LocalDefaults() {}

  /** Sets the bootstrap servers to those of the local stack where none are given. */
  public static void applyTo(TableOptions options) {
    if (KafkaSettings.find(options).isEmpty()) {
      new LocalStack(StateFolder.at(CatalogSettings.stateFolder(options.getState())))
          .bootstrap()
          .ifPresent(options::setBootstrapServers);
    }
  }
}
