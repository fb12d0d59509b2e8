package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.HoleException;
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
import org.apache.iceberg.catalog.Catalog;

/**
 * The catalog of a state folder: Iceberg's JDBC catalog on SQLite, with the tables next to it.
 * Several processes of one machine can commit to it at once. K2 opens it as {@link
 * CachingJdbcCatalog}; other tools use Iceberg's own JDBC catalog.
 */
public final class LocalCatalog {
  private static final String DATABASE = "catalog.db";

  private static final String WAREHOUSE = "warehouse";

  /** This file exists once the catalog's own tables do. */
  private static final String READY = "catalog.ready";

  private LocalCatalog() {}

  /**
   * The catalog of a state folder for reading.
   *
   * @throws UsageException if the folder has no tables
   * @throws HoleException if it has tables but the catalog is lost
   */
  public static CatalogConfig existing(Path state, String namespace) {
    Path folder = folder(state);
    CatalogConfig config = config(folder, namespace);
    if (!hasDatabase(folder)) {
      requireTables(folder);
      throw new HoleException(
          "The catalog "
              + folder.resolve(DATABASE)
              + " is missing or empty, but "
              + folder.resolve(WAREHOUSE)
              + " has the files of tables. Register them again with `k2 catalog restore`.");
    }
    initialize(folder, config);
    return config;
  }

  /**
   * The catalog of a state folder that has tables; created again if it is lost.
   *
   * @throws UsageException if the folder has no tables
   */
  public static CatalogConfig ofExistingTables(Path state, String namespace) {
    Path folder = folder(state);
    CatalogConfig config = config(folder, namespace);
    if (!hasDatabase(folder)) {
      requireTables(folder);
    }
    initialize(folder, config);
    return config;
  }

  private static void requireTables(Path folder) {
    if (!new LocalWarehouse(folder.resolve(WAREHOUSE)).hasUsedTables()) {
      throw new UsageException(
          "There are no tables in "
              + folder
              + " yet. Create some with `k2 demo` or `k2 run medallion --exchange=…`, or name"
              + " others with --state=FOLDER or --catalog.KEY=VALUE.");
    }
  }

  /** The catalog of a state folder; created if it does not exist. */
  public static CatalogConfig in(Path state, String namespace) {
    Path folder = folder(state);
    CatalogConfig config = config(folder, namespace);
    initialize(folder, config);
    return config;
  }

  private static Path folder(Path state) {
    return state.toAbsolutePath().normalize();
  }

  private static CatalogConfig config(Path folder, String namespace) {
    Map<String, String> properties = new HashMap<>();
    properties.put(CatalogProperties.CATALOG_IMPL, CachingJdbcCatalog.class.getName());
    properties.put(
        "uri", "jdbc:sqlite:file:" + encoded(folder.resolve(DATABASE)) + "?busy_timeout=30000");
    // Not encoded: Hadoop takes the characters of a location literally, escapes too.
    properties.put("warehouse", "file://" + folder.resolve(WAREHOUSE));
    properties.put("io-impl", LocalFileIO.class.getName());
    properties.put("jdbc.schema-version", "V1");
    properties.put("jdbc.init-catalog-tables", "false");
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
  private static synchronized void initialize(Path folder, CatalogConfig config) {
    if (isReady(folder)) {
      return;
    }
    try {
      PrivateFiles.createFolders(folder.resolve(WAREHOUSE));
      Path lockFile = PrivateFiles.createFile(folder.resolve("catalog.lock"));
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !isReady(folder)) {
          // Left by a database that was lost. Others must wait until the new one is complete.
          Files.deleteIfExists(folder.resolve(READY));
          PrivateFiles.createFile(folder.resolve(DATABASE));
          createTables(config);
          PrivateFiles.createFile(folder.resolve(READY));
        }
      }
    } catch (IOException e) {
      throw new SystemFaultException("Could not prepare the state folder " + folder + ": " + e, e);
    }
  }

  private static void createTables(CatalogConfig config) throws IOException {
    Map<String, String> first = new HashMap<>(config.properties());
    first.put("jdbc.init-catalog-tables", "true");
    Catalog catalog =
        SystemFaultException.wrapping(
            "Could not create the catalog " + first.get("uri"),
            () -> new CatalogOpening(first, new Configuration()).open());
    if (catalog instanceof AutoCloseable closeable) {
      close(closeable);
    }
  }

  private static boolean isReady(Path folder) {
    return Files.exists(folder.resolve(READY)) && hasDatabase(folder);
  }

  /** An empty file is a lost database: SQLite creates one when it opens a missing database. */
  private static boolean hasDatabase(Path folder) {
    return folder.resolve(DATABASE).toFile().length() > 0;
  }

  private static void close(AutoCloseable catalog) throws IOException {
    try {
      catalog.close();
    } catch (Exception e) {
      throw new IOException("Could not close the new catalog", e);
    }
  }
}
