package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;

/**
 * Tables that an embedded catalog does not have although their files are in its warehouse: the
 * database was lost or replaced, or the tables were dropped without their files. New tables of the
 * same names would start at the beginning, and nothing would refer to the rows of the old ones. A
 * table whose current metadata file is missing is lost, too.
 */
public final class LostTables {
  private LostTables() {}

  /**
   * The lost tables of the catalog's namespace.
   *
   * @param wanted accepts the names of the tables to check, without the namespace
   * @return empty for catalogs that are not embedded
   */
  public static List<LostTable> in(CatalogConfig catalog, Predicate<String> wanted) {
    return SystemFaultException.wrapping(
        "Could not compare the catalog with its warehouse",
        () ->
            LocalWarehouse.of(catalog).stream()
                .flatMap(warehouse -> warehouse.tables(catalog.namespace()).stream())
                .filter(folder -> wanted.test(folder.name()))
                .filter(folder -> lost(catalog, folder).isPresent())
                .filter(TableFolder::wasUsed)
                // Again: another process may have created and used it meanwhile.
                .flatMap(folder -> lost(catalog, folder).stream())
                .toList());
  }

  /**
   * Requires that none of these tables is lost.
   *
   * @throws HoleException with the tables, and what to do
   */
  public static void requireNone(CatalogConfig catalog, Predicate<String> wanted) {
    List<LostTable> lost = in(catalog, wanted);
    if (!lost.isEmpty()) {
      throw new HoleException(message(lost));
    }
  }

  /** What is lost, and what to do, as sentences. */
  public static String message(List<LostTable> lost) {
    List<String> sentences = new ArrayList<>();
    List<TableFolder> notRegistered = new ArrayList<>();
    for (LostTable table : lost) {
      table
          .noMetadata()
          .ifPresentOrElse(
              failure -> sentences.add(noMetadata(table.folder(), failure)),
              () -> notRegistered.add(table.folder()));
    }
    if (!notRegistered.isEmpty()) {
      sentences.add(notRegistered(notRegistered));
    }
    return String.join(" ", sentences);
  }

  private static String noMetadata(TableFolder folder, String failure) {
    return "The metadata file of "
        + folder.name()
        + " is missing ("
        + failure
        + "). Restore it from a backup, or register an older one with `k2 catalog restore`.";
  }

  private static String notRegistered(List<TableFolder> folders) {
    return "The catalog does not have "
        + folders.stream().map(TableFolder::name).collect(Collectors.joining(", "))
        + (folders.size() == 1
            ? ", but its files are in "
            : ", but the files of these tables are in ")
        + folders.stream().map(folder -> folder.path().toString()).collect(Collectors.joining(", "))
        + ". If the catalog was lost, register "
        + (folders.size() == 1 ? "it" : "them")
        + " again with `k2 catalog restore`. If a table was"
        + " dropped on purpose, move its folder away, for example to "
        + folders.get(0).path()
        + ".dropped.";
  }

  /** Empty if the catalog has the table and its metadata file. */
  private static Optional<LostTable> lost(CatalogConfig catalog, TableFolder folder) {
    TableIdentifier table = catalog.table(folder.name());
    try {
      return RetryingMetadata.read(() -> catalog.open().tableExists(table))
          ? Optional.empty()
          : Optional.of(new LostTable(folder, Optional.empty()));
    } catch (NotFoundException e) {
      return Optional.of(new LostTable(folder, Optional.of(e.getMessage())));
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
