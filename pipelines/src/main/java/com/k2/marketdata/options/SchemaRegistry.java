package com.k2.marketdata.options;

import com.k2.marketdata.avro.RegistrySettings;

/** The schema registry that an option names. */
public final class SchemaRegistry {
  /** Holds {@code user:password} of the registry; a secret, so no option. */
  private static final String USER_INFO = "K2_SCHEMA_REGISTRY_USER_INFO";

  private SchemaRegistry() {}

  /** How to reach the registry at these URLs, with the user that the environment names. */
  public static RegistrySettings at(String urls) {
    return RegistrySettings.of(urls, System.getenv(USER_INFO));
  }
}
