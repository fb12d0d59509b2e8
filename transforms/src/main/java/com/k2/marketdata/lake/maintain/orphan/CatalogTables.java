package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
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

/** All tables of a catalog, as they are now. */
final class CatalogTables {
  private final CatalogConfig config;
  private final Map<TableIdentifier, Table> tables;

  private CatalogTables(CatalogConfig config, Map<TableIdentifier, Table> tables) {
    this.config = config;
    this.tables = tables;
  }

  /**
   * Loads all tables of all namespaces.
   *
   * @throws MaintenanceRefusedException if the catalog cannot list its tables, or the metadata of
   *     one is missing: its files may be in another table's folder
   */
  static CatalogTables load(CatalogConfig config) {
    return SystemFaultException.wrapping(
        "Could not load the tables of the catalog",
        () -> {
          Catalog catalog = config.open();
          Map<TableIdentifier, Table> tables = new LinkedHashMap<>();
          for (TableIdentifier name : names(catalog, Namespace.of(config.namespace()))) {
            try {
              tables.put(name, RetryingMetadata.load(catalog, name));
            } catch (NoSuchTableException e) {
              continue; // dropped meanwhile
            } catch (NotFoundException e) {
              throw new MaintenanceRefusedException(
                  "The metadata of table "
                      + name
                      + " is missing, so it is unknown whether its files are in another table's"
                      + " folder. Restore the table, or drop it from the catalog.",
                  e);
            }
          }
          return new CatalogTables(config, tables);
        });
  }

  /**
   * A table of K2's namespace.
   *
   * @throws MaintenanceRefusedException if it does not exist
   */
  Table get(String name) {
    Table table = tables.get(config.table(name));
    if (table == null) {
      throw new MaintenanceRefusedException("The catalog has no table " + config.table(name) + ".");
    }
    return table;
  }

  /** All tables but one of K2's namespace. */
  Map<TableIdentifier, Table> others(String name) {
    Map<TableIdentifier, Table> others = new LinkedHashMap<>(tables);
    others.remove(config.table(name));
    return others;
  }

  /** The tables of K2's namespace. */
  List<Table> ofNamespace() {
    List<Table> found = new ArrayList<>();
    tables.forEach(
        (name, table) -> {
          if (name.namespace().equals(Namespace.of(config.namespace()))) {
            found.add(table);
          }
        });
    return found;
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
