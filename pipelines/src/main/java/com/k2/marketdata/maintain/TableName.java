package com.k2.marketdata.maintain;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LostTable;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.options.MaintenanceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * A table that K2 may have written.
 *
 * @param exchange any exchange for the dead-letter table, which all share
 */
record TableName(TableRole role, Exchange exchange) {

  /** The tables of all exchanges: bronze, then silver, then the dead letters. */
  static List<TableName> all() {
    List<TableName> names = new ArrayList<>();
    for (TableRole role : TableRole.values()) {
      for (Exchange exchange : Exchanges.all()) {
        TableName name = new TableName(role, exchange);
        if (names.stream().noneMatch(other -> other.name().equals(name.name()))) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /**
   * Those of the given names, in the order of maintenance.
   *
   * @param wanted names without the namespace, or {@code all}
   * @throws UsageException if a name is not that of a table of K2
   */
  static List<TableName> of(List<String> wanted) {
    List<TableName> all = all();
    if (wanted.contains(MaintenanceOptions.ALL)) {
      return all;
    }
    List<String> known = all.stream().map(TableName::name).toList();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new UsageException(
            "--tables: '" + name + "' is not a table of K2. They are: " + String.join(", ", known));
      }
    }
    return all.stream().filter(name -> wanted.contains(name.name())).toList();
  }

  /** The name without the namespace. */
  String name() {
    return role.tableOf(exchange);
  }

  TableDefinition definition() {
    return role.definition(exchange);
  }

  /**
   * Loads the table.
   *
   * @return empty if it does not exist
   * @throws HoleException if the catalog has lost it
   */
  Optional<Table> load(CatalogConfig catalog) {
    List<LostTable> lost = LostTables.in(catalog, name()::equals);
    if (!lost.isEmpty()) {
      throw new HoleException(LostTables.message(lost));
    }
    return SystemFaultException.wrapping(
        "Could not load table " + name(),
        () -> {
          try {
            return Optional.of(RetryingMetadata.load(catalog.open(), catalog.table(name())));
          } catch (NoSuchTableException e) {
            return Optional.empty();
          }
        });
  }
}
