package com.k2.marketdata.options;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Makes the catalog's configuration of its options. No address in it may hold a password. */
public final class CatalogSettings {
  private static final String DEFAULT_STATE = ".k2";

  private CatalogSettings() {}

  /** The catalog that the options name; without any properties, the state folder's. */
  public static CatalogConfig of(CatalogOptions options) {
    return named(options)
        .orElseGet(() -> LocalCatalog.in(stateFolder(options.getState()), options.getNamespace()));
  }

  /**
   * The same for those who only look: a state folder's catalog is not made.
   *
   * @throws UsageException if there is none
   */
  public static CatalogConfig existing(CatalogOptions options) {
    return named(options)
        .orElseGet(
            () -> LocalCatalog.existing(stateFolder(options.getState()), options.getNamespace()));
  }

  private static Optional<CatalogConfig> named(CatalogOptions options) {
    Map<String, String> properties =
        PropertiesFile.merge(
            "catalogConfig", options.getCatalogConfig(), options.getCatalogProperties());
    AddressSecrets.requireNone(properties);
    return properties.isEmpty()
        ? Optional.empty()
        : Optional.of(new CatalogConfig(options.getNamespace(), properties));
  }

  /** The state folder: as given, or K2_STATE, or {@code .k2}; what is empty is not given. */
  public static Path stateFolder(@Nullable String given) {
    if (given != null && !given.isEmpty()) {
      return Path.of(given);
    }
    String environment = System.getenv("K2_STATE");
    return Path.of(environment == null || environment.isEmpty() ? DEFAULT_STATE : environment);
  }
}
