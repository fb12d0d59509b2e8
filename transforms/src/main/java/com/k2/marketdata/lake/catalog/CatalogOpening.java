package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.UsageException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;

/**
 * Opens the catalog that properties describe. If they require a class that is missing, this fails
 * with a {@link UsageException}. Without these checks, the first request would fail with an error
 * that looks like an outage.
 */
final class CatalogOpening {
  private static final String JDBC = "jdbc:";

  /** By its name, since the SDK is only needed for S3. */
  private static final String SDK_EXCEPTION = "software.amazon.awssdk.core.exception.SdkException";

  private final Map<String, String> properties;
  private final Configuration hadoop;

  CatalogOpening(Map<String, String> properties, Configuration hadoop) {
    this.properties = CatalogTimeouts.addTo(S3Defaults.addTo(properties));
    this.hadoop = hadoop;
  }

  /**
   * Opens the catalog.
   *
   * @throws UsageException if a property has a wrong value, or requires a class that is missing
   */
  Catalog open() {
    requireDriver();
    requireFileIO();
    String catalog =
        properties.containsKey(CatalogProperties.CATALOG_IMPL)
            ? CatalogProperties.CATALOG_IMPL
            : CatalogUtil.ICEBERG_CATALOG_TYPE;
    return required(catalog, () -> CatalogUtil.buildIcebergCatalog("k2", properties, hadoop));
  }

  /** The catalog itself may connect to its database only with the first request. */
  private void requireDriver() {
    String uri = properties.getOrDefault(CatalogProperties.URI, "");
    if (!uri.startsWith(JDBC)) {
      return;
    }
    try {
      DriverManager.getDriver(uri);
    } catch (SQLException e) {
      throw MissingClass.driver(CatalogProperties.URI, uri, e);
    }
  }

  private void requireFileIO() {
    String implementation = properties.get(CatalogProperties.FILE_IO_IMPL);
    if (implementation != null) {
      required(CatalogProperties.FILE_IO_IMPL, () -> createClient(implementation));
    }
  }

  /**
   * Creates a client of the store, which sends no request. So an error of the SDK is not an outage.
   */
  private Optional<InputFile> createClient(String fileIO) {
    try (FileIO io = CatalogUtil.loadFileIO(fileIO, properties, hadoop)) {
      return anyLocation(fileIO).map(io::newInputFile);
    } catch (RuntimeException e) {
      if (!isOfSdk(e)) {
        throw e;
      }
      throw new UsageException(
          "The S3 client cannot be created with the catalog's properties: "
              + e.getMessage()
              + ". Set client.region, and s3.endpoint, s3.access-key-id and s3.secret-access-key"
              + " unless the AWS SDK finds them elsewhere.",
          e);
    }
  }

  private static boolean isOfSdk(RuntimeException e) {
    return Stream.<Class<?>>iterate(e.getClass(), Objects::nonNull, Class::getSuperclass)
        .anyMatch(type -> type.getName().equals(SDK_EXCEPTION));
  }

  private Optional<String> anyLocation(String fileIO) {
    String warehouse = properties.getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
    if (warehouse.contains("://")) {
      return Optional.of(warehouse + "/any");
    }
    return fileIO.equals(S3Defaults.S3_FILE_IO) ? Optional.of("s3://any/any") : Optional.empty();
  }

  /**
   * @param property that names the class to create
   */
  private <T> T required(String property, Supplier<T> creation) {
    try {
      return creation.get();
    } catch (RuntimeException | NoClassDefFoundError e) {
      String setting = property + "=" + properties.get(property);
      Optional<UsageException> missing = MissingClass.in(e, setting);
      if (missing.isPresent()) {
        throw missing.get();
      }
      if (e instanceof IllegalArgumentException || e instanceof UnsupportedOperationException) {
        throw new UsageException(
            "The catalog cannot be opened with its properties, among them "
                + setting
                + ": "
                + e.getMessage(),
            e);
      }
      throw e;
    }
  }
}
