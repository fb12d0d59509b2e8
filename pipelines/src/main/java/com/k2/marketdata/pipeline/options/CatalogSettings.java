package com.k2.marketdata.pipeline.options;

import com.k2.marketdata.lake.CatalogConfig;
import com.k2.marketdata.lake.LocalCatalog;
import java.nio.file.Path;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Makes the catalog's configuration of its options. */
public final class CatalogSettings {
  private static final String DEFAULT_STATE = ".k2";

  private CatalogSettings() {}

  /** The catalog that the options name; without any properties, the state folder's. */
  public static CatalogConfig of(CatalogOptions options) {
    Map<String, String> properties =
        PropertiesFile.merge(
            "catalogConfig", options.getCatalogConfig(), options.getCatalogProperties());
    return properties.isEmpty()
        ? LocalCatalog.in(stateFolder(options.getState()), options.getNamespace())
        : new CatalogConfig(options.getNamespace(), properties);
  }

  /** The state folder: as given, or K2_STATE, or {@code .k2} in the working directory. */
  public static Path stateFolder(@Nullable String given) {
    if (given != null) {
      return Path.of(given);
    }
    String environment = System.getenv("K2_STATE");
    return Path.of(environment == null || environment.isEmpty() ? DEFAULT_STATE : environment);
  }
}
