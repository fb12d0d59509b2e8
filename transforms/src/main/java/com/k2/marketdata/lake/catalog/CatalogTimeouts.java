package com.k2.marketdata.lake.catalog;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;

/**
 * The timeouts of connections to a catalog's server unless the user sets them. Without a timeout, a
 * request to a host that has vanished would wait indefinitely.
 */
final class CatalogTimeouts {
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /**
   * Iceberg passes properties with the prefix {@code jdbc.} to the driver, which reads seconds. It
   * repeats a request once on a new connection, so a request takes twice the socket timeout at
   * most.
   */
  private static final Map<String, String> OF_POSTGRESQL =
      Map.of("jdbc.connectTimeout", "10", "jdbc.socketTimeout", "60", "jdbc.tcpKeepAlive", "true");

  private static final Map<String, String> OF_REST =
      Map.of(
          "rest.client.connection-timeout-ms", "10000", "rest.client.socket-timeout-ms", "120000");

  private CatalogTimeouts() {}

  /** The given properties, completed for a catalog on PostgreSQL or behind REST. */
  static Map<String, String> addTo(Map<String, String> catalog) {
    Map<String, String> complete = new HashMap<>(catalog);
    if (isRest(catalog)) {
      OF_REST.forEach(complete::putIfAbsent);
    } else if (catalog.getOrDefault(CatalogProperties.URI, "").startsWith(POSTGRESQL)) {
      OF_POSTGRESQL.forEach(complete::putIfAbsent);
    }
    return complete;
  }

  /** Whether the properties describe a REST catalog. */
  static boolean isRest(Map<String, String> catalog) {
    return CatalogUtil.ICEBERG_CATALOG_TYPE_REST.equalsIgnoreCase(
            catalog.get(CatalogUtil.ICEBERG_CATALOG_TYPE))
        || CatalogUtil.ICEBERG_CATALOG_REST.equals(catalog.get(CatalogProperties.CATALOG_IMPL));
  }
}
