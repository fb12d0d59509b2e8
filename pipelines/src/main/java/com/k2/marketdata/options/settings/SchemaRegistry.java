package com.k2.marketdata.options.settings;

import com.k2.marketdata.avro.registry.RegistrySettings;

/** Builds the settings of a schema registry from an option and the environment. */
public final class SchemaRegistry {
  /** The variable with {@code user:password}; a secret, so there is no option for it. */
  private static final String USER_INFO = "K2_SCHEMA_REGISTRY_USER_INFO";

  private SchemaRegistry() {}

  /** The registry at these URLs, with the user and password from the environment if set. */
  public static RegistrySettings at(String urls) {
    return RegistrySettings.of(urls, System.getenv(USER_INFO));
  }
}
