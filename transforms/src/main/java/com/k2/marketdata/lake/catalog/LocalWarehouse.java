package com.k2.marketdata.lake.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;

/**
 * The files of an embedded catalog's tables: {@code <namespace>/<table>} in a folder of this
 * machine. A table that the catalog has lost is still found here.
 */
public final class LocalWarehouse {
  private final Path folder;

  LocalWarehouse(Path folder) {
    this.folder = folder;
  }

  /** The warehouse of a catalog in SQLite whose tables are local files; empty for any other. */
  public static Optional<LocalWarehouse> of(CatalogConfig catalog) {
    String database = catalog.properties().getOrDefault(CatalogProperties.URI, "");
    String warehouse = catalog.properties().getOrDefault(CatalogProperties.WAREHOUSE_LOCATION, "");
    return database.startsWith("jdbc:sqlite:") && warehouse.startsWith("file:")
        ? Optional.of(new LocalWarehouse(path(warehouse)))
        : Optional.empty();
  }

  /** The folders of a namespace that may be tables. */
  public List<TableFolder> tables(String namespace) {
    return tablesIn(folder.resolve(namespace));
  }

  /** Whether any namespace has a table that was used. */
  boolean hasUsedTables() {
    return TableFolder.list(folder).stream()
        .flatMap(namespace -> tablesIn(namespace).stream())
        .anyMatch(TableFolder::wasUsed);
  }

  /** The path in a location of Iceberg's, which is not encoded. */
  static Path path(String location) {
    return Path.of(location.replaceFirst("^file:/+", "/")).normalize();
  }

  private static List<TableFolder> tablesIn(Path namespace) {
    return TableFolder.list(namespace).stream()
        .filter(Files::isDirectory)
        .map(TableFolder::new)
        .toList();
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
