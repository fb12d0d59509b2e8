package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;

/**
 * The catalog of a state folder: Iceberg's JDBC catalog on SQLite, with the tables next to it.
 * Several processes of one machine can commit to it at once. K2 opens it as {@link
 * CachingJdbcCatalog}; other tools use Iceberg's own JDBC catalog.
 */
public final class LocalCatalog {
  private static final String DATABASE = "catalog.db";

  /** This file exists once the catalog's own tables do. */
  private static final String READY = "catalog.ready";

  private LocalCatalog() {}

  /**
   * The catalog of a state folder for reading.
   *
   * @throws UsageException if the catalog does not exist
   */
  public static CatalogConfig existing(Path state, String namespace) {
    Path folder = state.toAbsolutePath().normalize();
    if (!isReady(folder)) {
      throw new UsageException(
          "There are no tables in "
              + folder
              + " yet. Create some with `k2 demo` or `k2 run medallion --exchange=…`, or name others"
              + " with --state=FOLDER or --catalog.KEY=VALUE.");
    }
    return in(state, namespace);
  }

  /** The catalog of a state folder; created if it does not exist. */
  public static CatalogConfig in(Path state, String namespace) {
    Path folder = state.toAbsolutePath().normalize();
    Path database = folder.resolve(DATABASE);
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.CATALOG_IMPL, CachingJdbcCatalog.class.getName());
    properties.put("uri", "jdbc:sqlite:file:" + encoded(database) + "?busy_timeout=30000");
    // Not encoded: Hadoop takes the characters of a location literally, escapes too.
    properties.put("warehouse", "file://" + folder.resolve("warehouse"));
    properties.put("io-impl", LocalFileIO.class.getName());
    properties.put("jdbc.schema-version", "V1");
    properties.put("jdbc.init-catalog-tables", "false");
    initialize(folder, properties);
    return new CatalogConfig(namespace, properties);
  }

  /** A path as in a URI, in which some characters end the path or begin an escape. */
  private static String encoded(Path path) {
    return path.toString().replace("%", "%25").replace("?", "%3F").replace("#", "%23");
  }

  /**
   * One process creates the catalog's own tables while the others wait. If each one created them,
   * commits of two processes would make each other fail.
   */
  private static synchronized void initialize(Path folder, Map<String, String> properties) {
    if (isReady(folder)) {
      return;
    }
    try {
      Files.createDirectories(folder.resolve("warehouse"));
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("catalog.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !isReady(folder)) {
          Map<String, String> first = new HashMap<>(properties);
          first.put("jdbc.init-catalog-tables", "true");
          if (CatalogUtil.buildIcebergCatalog("k2-init", first, new Configuration())
              instanceof AutoCloseable catalog) {
            close(catalog);
          }
          Files.writeString(folder.resolve(READY), "");
        }
      }
    } catch (IOException e) {
      throw new SystemFaultException(
          "Could not prepare the state folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isReady(Path folder) {
    return Files.exists(folder.resolve(READY)) && Files.exists(folder.resolve(DATABASE));
  }

  private static void close(AutoCloseable catalog) throws IOException {
    try {
      catalog.close();
    } catch (Exception e) {
      throw new IOException("Could not close the new catalog", e);
    }
  }
}
