package com.k2.marketdata.lake.catalog;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Which Iceberg catalog holds the tables.
 *
 * @param namespace the tables' namespace, {@code market_data} unless set otherwise
 * @param properties Iceberg's catalog properties ({@code type}, {@code uri}, {@code warehouse}, …);
 *     may hold secrets, so {@link #toString} leaves the values out
 */
public record CatalogConfig(String namespace, Map<String, String> properties)
    implements Serializable {
  private static final Map<CatalogConfig, Catalog> OPEN = new ConcurrentHashMap<>();

  public CatalogConfig {
    properties = Map.copyOf(properties);
  }

  /** The catalog; opened once in a JVM and shared, since it holds connections. */
  public Catalog open() {
    return OPEN.computeIfAbsent(
        this, config -> CatalogUtil.buildIcebergCatalog("k2", forThisJvm(properties), hadoop()));
  }

  /** Other readers of a JDBC catalog need Iceberg's own, so it keeps that type's name. */
  private static Map<String, String> forThisJvm(Map<String, String> properties) {
    if (!CatalogUtil.ICEBERG_CATALOG_TYPE_JDBC.equals(
        properties.get(CatalogUtil.ICEBERG_CATALOG_TYPE))) {
      return properties;
    }
    Map<String, String> ours = new HashMap<>(properties);
    ours.remove(CatalogUtil.ICEBERG_CATALOG_TYPE);
    ours.put(CatalogProperties.CATALOG_IMPL, CachingJdbcCatalog.class.getName());
    return ours;
  }

  /** Hadoop's settings of this machine, for files that Iceberg reaches by way of Hadoop. */
  static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", PlainLocalFileSystem.class, FileSystem.class);
    // Others in this JVM, such as Spark, may have put Hadoop's own into the cache.
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  /** The identifier of a table of this namespace. */
  public TableIdentifier table(String name) {
    return TableIdentifier.of(Namespace.of(namespace), name);
  }

  @Override
  public String toString() {
    return "CatalogConfig[" + namespace + ", " + new TreeMap<>(properties).keySet() + "]";
  }
}
