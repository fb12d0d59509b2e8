package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.serialized.LruCache;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which Iceberg catalog holds the tables.
 *
 * @param namespace the tables' namespace, {@code market_data} by default; letters, digits,
 *     underscores and hyphens, since it becomes a folder and a name in SQL
 * @param properties Iceberg's catalog properties ({@code type}, {@code uri}, {@code warehouse}, …);
 *     may hold secrets, so {@link #toString} omits the values
 */
public record CatalogConfig(String namespace, Map<String, String> properties)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogConfig.class);

  /** A JVM uses one catalog or a few, but credentials that change make it a new one each time. */
  static final int MAX_OPEN = 16;

  private static final LruCache<CatalogConfig, Catalog> OPEN =
      new LruCache<>(MAX_OPEN, CatalogConfig::close);

  /**
   * @throws UsageException if the namespace is not valid
   */
  public CatalogConfig {
    namespace = Namespaces.requireValid(namespace);
    properties = Map.copyOf(properties);
  }

  /**
   * The catalog. It is opened once in a JVM and shared, because it holds connections. It is closed,
   * and its tables stop working, when {@value #MAX_OPEN} other catalogs have been opened since this
   * method was last called. Properties that are not set get defaults if its {@linkplain S3Defaults
   * files} are in S3, or if its {@linkplain CatalogTimeouts server} is PostgreSQL or REST.
   *
   * @throws UsageException if a property has a wrong value, or requires a class that is missing
   */
  public Catalog open() {
    return OPEN.get(this, config -> new CatalogOpening(config.properties, hadoop()).open());
  }

  private static void close(Catalog catalog) {
    if (catalog instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.warn("A catalog that is no longer used did not close cleanly: {}", e.toString());
      }
    }
  }

  /** Hadoop's settings for this machine, for files that Iceberg reads through Hadoop. */
  static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", PlainLocalFileSystem.class, FileSystem.class);
    // Others in this JVM, such as Spark, may have put Hadoop's own file system into the cache.
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  /** The identifier of a table in this namespace. */
  public TableIdentifier table(String name) {
    return TableIdentifier.of(Namespace.of(namespace), name);
  }

  @Override
  public String toString() {
    return "CatalogConfig[" + namespace + ", " + new TreeMap<>(properties).keySet() + "]";
  }
}
