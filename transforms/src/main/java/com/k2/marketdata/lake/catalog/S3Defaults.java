package com.k2.marketdata.lake.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;

/** The properties that a catalog with files in S3 has unless the user sets them. */
final class S3Defaults {
  static final String S3_FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";

  /** The FileIOs that may use S3. A catalog that names none, such as REST, may use the second. */
  private static final Set<String> FILE_IOS =
      Set.of(S3_FILE_IO, "org.apache.iceberg.io.ResolvingFileIO");

  private static final Pattern S3_LOCATION = Pattern.compile("(?i)s3[an]?://.*");

  /** See docs/decisions/0022-jar-stores-and-secrets.md. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "s3.path-style-access",
          "true",
          "s3.multipart.num-threads",
          "20",
          "http-client.type",
          "urlconnection",
          "http-client.urlconnection.connection-timeout-ms",
          "5000",
          "http-client.urlconnection.socket-timeout-ms",
          "120000");

  private S3Defaults() {}

  /** The given properties, completed if the catalog's files may be in S3. */
  static Map<String, String> addTo(Map<String, String> catalog) {
    Map<String, String> complete = new HashMap<>(catalog);
    String warehouse = catalog.getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
    if (S3_LOCATION.matcher(warehouse).matches()) {
      complete.putIfAbsent(CatalogProperties.FILE_IO_IMPL, S3_FILE_IO);
    }
    String io = complete.get(CatalogProperties.FILE_IO_IMPL);
    if (io == null ? CatalogTimeouts.isRest(catalog) : FILE_IOS.contains(io)) {
      DEFAULTS.forEach(complete::putIfAbsent);
    }
    return complete;
  }
}
