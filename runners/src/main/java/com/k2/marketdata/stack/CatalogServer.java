package com.k2.marketdata.stack;

import java.util.Map;
import java.util.Optional;

/** A server of an Iceberg catalog. */
public interface CatalogServer {

  /**
   * The properties with which clients open the catalog, among them a secret, without those of the
   * object store; empty if the server is not running.
   */
  Optional<Map<String, String>> catalogProperties();
}
