package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables that an embedded catalog does not have although their files are in its warehouse: the
 * database was lost or replaced, or the tables were dropped without their files. New tables of the
 * same names would start at the beginning, and nothing would refer to the rows of the old ones. A
 * table whose current metadata file is missing is lost, too.
 */
public final class LostTables {
  private static final Logger LOG = LoggerFactory.getLogger(LostTables.class);

  private LostTables() {}

  /**
   * The lost tables of the catalog's namespace.
   *
   * @param wanted accepts the names of the tables to check, without the namespace
   * @return empty for catalogs that are not embedded
   */
  public static List<TableFolder> in(CatalogConfig catalog, Predicate<String> wanted) {
    return SystemFaultException.wrapping(
        "Could not compare the catalog with its warehouse",
        () ->
            LocalWarehouse.of(catalog).stream()
                .flatMap(warehouse -> warehouse.tables(catalog.namespace()).stream())
                .filter(folder -> wanted.test(folder.name()))
                .filter(folder -> !has(catalog, folder))
                .filter(TableFolder::wasUsed)
                // Again: another process may have created and used it meanwhile.
                .filter(folder -> !has(catalog, folder))
                .toList());
  }

  /**
   * Requires that none of these tables is lost.
   *
   * @throws HoleException with the folders, and what to do
   */
  public static void requireNone(CatalogConfig catalog, Predicate<String> wanted) {
    List<TableFolder> lost = in(catalog, wanted);
    if (!lost.isEmpty()) {
      throw new HoleException(
          "The catalog does not have "
              + lost.stream().map(TableFolder::name).collect(Collectors.joining(", "))
              + ", but the files of "
              + (lost.size() == 1 ? "this table are in " : "these tables are in ")
              + lost.stream()
                  .map(folder -> folder.path().toString())
                  .collect(Collectors.joining(", "))
              + ". If the catalog was lost, register them again with `k2 catalog restore`. If a"
              + " table was dropped on purpose, move its folder away, for example to "
              + lost.get(0).path()
              + ".dropped.");
    }
  }

  private static boolean has(CatalogConfig catalog, TableFolder folder) {
    try {
      return RetryingMetadata.read(() -> catalog.open().tableExists(catalog.table(folder.name())));
    } catch (NotFoundException e) {
      LOG.warn(
          "The metadata file that the catalog has for table {} is missing: {}",
          folder.name(),
          e.getMessage());
      return false;
    }
  }

  /**
   * Unregisters a lost table whose metadata file is missing, so that it can be registered again.
   */
  public static void unregister(CatalogConfig catalog, TableFolder folder) {
    TableIdentifier table = catalog.table(folder.name());
    try {
      catalog.open().tableExists(table);
    } catch (NotFoundException e) {
      catalog.open().dropTable(table, false);
    }
  }
}
