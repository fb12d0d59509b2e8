package com.k2.marketdata.operate;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalWarehouse;
import com.k2.marketdata.lake.catalog.LostTable;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.catalog.MetadataChoice;
import com.k2.marketdata.lake.catalog.MetadataFile;
import com.k2.marketdata.lake.catalog.Namespaces;
import com.k2.marketdata.lake.catalog.TableFolder;
import com.k2.marketdata.lake.table.TableRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;

/** Registers tables that an embedded catalog has lost, from the metadata files in their folders. */
public final class CatalogRestore {
  private final CatalogConfig catalog;
  private final List<RestorableTable> tables;

  /**
   * A lost table.
   *
   * @param candidates the metadata files that may be its current one, newest version first
   * @param chosen the one to register; empty if an operator has to choose
   */
  public record RestorableTable(
      TableFolder folder, List<MetadataFile> candidates, Optional<MetadataFile.Readable> chosen) {

    /** The candidates, and the chosen file if it is not one of them. */
    public List<MetadataFile> shown() {
      List<MetadataFile> shown = new ArrayList<>(candidates);
      chosen.filter(file -> !candidates.contains(file)).ifPresent(shown::add);
      return shown;
    }
  }

  private CatalogRestore(CatalogConfig catalog, List<RestorableTable> tables) {
    this.catalog = catalog;
    this.tables = tables;
  }

  /**
   * Finds the lost tables of K2 in the catalog's namespace.
   *
   * @param files the names or paths of metadata files to register, where not the newest one
   * @throws UsageException if the catalog is not embedded, or a file is not one of a lost table or
   *     is damaged
   */
  public static CatalogRestore plan(CatalogConfig catalog, List<String> files) {
    if (LocalWarehouse.of(catalog).isEmpty()) {
      throw new UsageException(
          "Only a catalog in SQLite with local files can be restored. For another catalog use its"
              + " own tools, such as Iceberg's procedure register_table.");
    }
    List<String> unused = new ArrayList<>(files);
    List<RestorableTable> tables = new ArrayList<>();
    for (LostTable lost : LostTables.in(catalog, TableRole::isTableName)) {
      TableFolder folder = lost.folder();
      List<MetadataFile> all = folder.metadataFiles();
      MetadataChoice choice = MetadataChoice.of(all);
      Optional<MetadataFile> named =
          all.stream().filter(file -> unused.removeIf(name -> isNamed(file, name))).findFirst();
      tables.add(
          new RestorableTable(
              folder,
              choice.candidates(),
              named.map(CatalogRestore::requireReadable).or(choice::newest)));
    }
    if (!unused.isEmpty()) {
      throw new UsageException(
          "--metadata=" + unused.get(0) + " is not a metadata file of a lost table.");
    }
    return new CatalogRestore(catalog, tables);
  }

  /** The lost tables, sorted by name. */
  public List<RestorableTable> tables() {
    return tables;
  }

  /**
   * Requires that there is a file to register for each table.
   *
   * @throws UsageException if an operator has to choose one
   */
  public void requireChoices() {
    tables.forEach(CatalogRestore::requireChoice);
  }

  /**
   * Registers all tables.
   *
   * @throws UsageException if a file has to be chosen; no table is registered then
   */
  public void apply() {
    requireChoices();
    SystemFaultException.wrapping(
        "Could not restore the catalog",
        () -> {
          Catalog open = catalog.open();
          Namespaces.createIfMissing(open, Namespace.of(catalog.namespace()));
          for (RestorableTable table : tables) {
            LostTables.unregister(catalog, table.folder());
            open.registerTable(
                catalog.table(table.folder().name()), requireChoice(table).location());
          }
          return null;
        });
  }

  private static MetadataFile.Readable requireChoice(RestorableTable table) {
    return table
        .chosen()
        .orElseThrow(
            () ->
                new UsageException(
                    table.candidates().isEmpty()
                        ? table.folder().path()
                            + " has no metadata file, so it cannot be restored. Move the folder"
                            + " away."
                        : table.folder().name()
                            + " has several metadata files that may be the current one, or the"
                            + " newest is damaged. Choose one with --metadata=FILE. Nothing was"
                            + " changed."));
  }

  private static MetadataFile.Readable requireReadable(MetadataFile file) {
    if (file instanceof MetadataFile.Readable readable) {
      return readable;
    }
    throw new UsageException(
        file.path() + " cannot be registered: " + ((MetadataFile.Damaged) file).problem() + ".");
  }

  private static boolean isNamed(MetadataFile file, String name) {
    return file.name().equals(name)
        || file.path().equals(Path.of(name).toAbsolutePath().normalize());
  }
}
