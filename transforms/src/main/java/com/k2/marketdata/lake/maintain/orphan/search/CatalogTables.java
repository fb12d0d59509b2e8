package com.k2.marketdata.lake.maintain.orphan.search;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.table.DeadLetterTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of a catalog as they are now. Of those in other namespaces, the folders only. */
public final class CatalogTables {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogTables.class);

  private final CatalogConfig config;
  private final Map<TableIdentifier, Table> own = new LinkedHashMap<>();
  private final Map<TableIdentifier, List<String>> folders = new LinkedHashMap<>();

  private CatalogTables(CatalogConfig config) {
    this.config = config;
  }

  /**
   * Loads all tables of all namespaces.
   *
   * @throws MaintenanceRefusedException if the catalog cannot list its tables, or the metadata of
   *     one is missing: its files may be in another table's folder
   */
  public static CatalogTables load(CatalogConfig config) {
    return SystemFaultException.wrapping(
        "Could not load the tables of the catalog",
        () -> {
          CatalogTables tables = new CatalogTables(config);
          Catalog catalog = config.open();
          names(catalog, Namespace.of(config.namespace()))
              .forEach(name -> tables.add(catalog, name));
          return tables;
        });
  }

  private void add(Catalog catalog, TableIdentifier name) {
    try {
      Table table = RetryingMetadata.load(catalog, name);
      folders.put(name, TableFolders.all(table));
      if (name.namespace().equals(Namespace.of(config.namespace()))) {
        own.put(name, table);
      }
    } catch (NoSuchTableException e) {
      LOG.debug("{} was dropped meanwhile", name, e);
    } catch (NotFoundException e) {
      throw new MaintenanceRefusedException(
          "The metadata of table "
              + name
              + " is missing, so it is unknown whether its files are in another table's"
              + " folder. Restore the table, or drop it from the catalog.",
          e);
    }
  }

  /** Brings the tables of K2's namespace to their newest state. */
  public void refresh() {
    SystemFaultException.wrapping(
        "Could not load the tables of " + config.namespace(),
        () -> {
          own.values().forEach(RetryingMetadata::refresh);
          return own;
        });
  }

  /**
   * A table of K2's namespace.
   *
   * @throws MaintenanceRefusedException if it does not exist
   */
  public Table get(String name) {
    Table table = own.get(config.table(name));
    if (table == null) {
      throw new MaintenanceRefusedException("The catalog has no table " + config.table(name) + ".");
    }
    return table;
  }

  /** The folders of all tables but one of K2's namespace. */
  Map<TableIdentifier, List<String>> foldersOfOthers(String name) {
    Map<TableIdentifier, List<String>> others = new LinkedHashMap<>(folders);
    others.remove(config.table(name));
    return others;
  }

  /**
   * The tables whose snapshots refer to files of a table: silver's record lists of dead letters.
   */
  public List<Table> referringTo(String name) {
    if (!name.equals(DeadLetterTable.NAME)) {
      return List.of();
    }
    Set<TableIdentifier> others = new HashSet<>(Set.of(config.table(name)));
    Exchanges.all().forEach(exchange -> others.add(config.table(exchange.bronzeTable())));
    return own.entrySet().stream()
        .filter(table -> !others.contains(table.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<TableIdentifier> names(Catalog catalog, Namespace own) {
    Set<Namespace> namespaces = new HashSet<>();
    List<TableIdentifier> names = new ArrayList<>();
    try {
      if (catalog instanceof SupportsNamespaces all) {
        collect(all, Namespace.empty(), namespaces);
      }
      namespaces.add(own);
      namespaces.forEach(namespace -> names.addAll(catalog.listTables(namespace)));
    } catch (UnsupportedOperationException e) {
      throw new MaintenanceRefusedException(
          "The catalog "
              + catalog.name()
              + " cannot list its tables, so it is unknown whether another table's files are in"
              + " the same folder.",
          e);
    }
    return names;
  }

  private static void collect(
      SupportsNamespaces catalog, Namespace parent, Set<Namespace> namespaces) {
    for (Namespace child : catalog.listNamespaces(parent)) {
      if (namespaces.add(child)) {
        collect(catalog, child, namespaces);
      }
    }
  }
}
