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
import org.apache.iceberg.CatalogUtil;

/**
 * The catalog of a state folder: Iceberg's JDBC catalog on SQLite, the tables beside it. Several
 * processes of one machine can commit to it at once.
 */
public final class LocalCatalog {
  private static final String DATABASE = "catalog.db";

  /** A file that is there once the catalog's own tables are. */
  private static final String READY = "catalog.ready";

  private LocalCatalog() {}

  /**
   * The catalog of a state folder for those who only look: it must be there.
   *
   * @throws UsageException if nothing was ever written there
   */
  public static CatalogConfig existing(Path state, String namespace) {
    Path folder = state.toAbsolutePath().normalize();
    if (!isReady(folder)) {
      throw new UsageException(
          "There are no tables in "
              + folder
              + " yet. `k2 demo` or `k2 run medallion --exchange=…` makes some; --state=FOLDER or"
              + " --catalog.KEY=VALUE names others.");
    }
    return in(state, namespace);
  }

  /** The catalog of a state folder; made if it is not there yet. */
  public static CatalogConfig in(Path state, String namespace) {
    Path folder = state.toAbsolutePath().normalize();
    Path database = folder.resolve(DATABASE);
    Map<String, String> properties = new HashMap<>();
    properties.put("type", "jdbc");
    properties.put("uri", "jdbc:sqlite:" + database + "?busy_timeout=30000");
    // No URI: Hadoop takes a location's characters as they are, escapes too.
    properties.put("warehouse", "file://" + folder.resolve("warehouse"));
    properties.put("io-impl", LocalFileIO.class.getName());
    properties.put("jdbc.schema-version", "V1");
    properties.put("jdbc.init-catalog-tables", "false");
    initialize(folder, properties);
    return new CatalogConfig(namespace, properties);
  }

  /**
   * One process makes the catalog's tables and the others wait: with each making them, commits of
   * two processes fail each other.
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
