package com.k2.marketdata.options.settings;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.options.CatalogOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Builds the configuration of the catalog from the options. Without catalog properties it is the
 * catalog in the state folder. No address may contain a password.
 */
public final class CatalogSettings {
  private static final String DEFAULT_STATE = ".k2";

  private CatalogSettings() {}

  /** The catalog that the options name. Creates the catalog in the state folder if needed. */
  public static CatalogConfig of(CatalogOptions options) {
    return named(options)
        .orElseGet(() -> LocalCatalog.in(stateFolder(options.getState()), options.getNamespace()));
  }

  /**
   * The same for commands that require tables: does not create a catalog in the state folder.
   *
   * @throws UsageException if the state folder has no tables
   * @throws HoleException if it has tables but its catalog is lost
   */
  public static CatalogConfig existing(CatalogOptions options) {
    return named(options)
        .orElseGet(
            () -> LocalCatalog.existing(stateFolder(options.getState()), options.getNamespace()));
  }

  /**
   * The same for restoring tables: creates a lost catalog in the state folder.
   *
   * @throws UsageException if the state folder has no tables
   */
  public static CatalogConfig ofExistingTables(CatalogOptions options) {
    return named(options)
        .orElseGet(
            () ->
                LocalCatalog.ofExistingTables(
                    stateFolder(options.getState()), options.getNamespace()));
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

  /** The given folder, else K2_STATE, else {@code .k2}. An empty value counts as not given. */
  public static Path stateFolder(@Nullable String given) {
    if (given != null && !given.isEmpty()) {
      return Path.of(given);
    }
    String environment = System.getenv("K2_STATE");
    return Path.of(environment == null || environment.isEmpty() ? DEFAULT_STATE : environment);
  }
}
