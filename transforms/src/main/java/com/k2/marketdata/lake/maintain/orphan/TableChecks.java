package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.util.PropertyUtil;

/** Refuses to remove orphans where that could remove files that are in use. */
final class TableChecks {
  private final CatalogTables tables;
  private final Table table;

  TableChecks(CatalogTables tables, String name) {
    this.tables = tables;
    this.table = tables.get(name);
  }

  /**
   * Requires that a search is safe for the table as it was loaded.
   *
   * @throws MaintenanceRefusedException with the reason
   */
  void require(String name, OrphanSettings settings) {
    requireListable();
    if (!PropertyUtil.propertyAsBoolean(
        table.properties(), TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT)) {
      throw refused("its property " + TableProperties.GC_ENABLED + " is false");
    }
    requireOwnLocation(tables.others(name));
    settings.requireAge(table.name());
    requireAgeOfCycles(settings.age());
  }

  private void requireListable() {
    if (!(table.io() instanceof SupportsPrefixOperations)) {
      throw refused("its FileIO " + table.io().getClass().getName() + " cannot list files");
    }
  }

  private void requireOwnLocation(Map<TableIdentifier, Table> others) {
    List<StoredPath> own = TableFolders.all(table).stream().map(StoredPath::of).toList();
    others.forEach(
        (name, other) -> {
          for (String folder : TableFolders.all(other)) {
            if (own.stream().anyMatch(StoredPath.of(folder)::overlaps)) {
              throw refused(
                  "its location "
                      + table.location()
                      + " overlaps with "
                      + folder
                      + ", where table "
                      + name
                      + " stores files");
            }
          }
        });
  }

  private void requireAgeOfCycles(Duration age) {
    Duration max = CycleAge.maxOf(table);
    if (age.compareTo(max.multipliedBy(2)) < 0) {
      throw refused(
          "the age of "
              + age
              + " is below twice the "
              + max
              + " in which writers must commit their files (property "
              + CycleAge.PROPERTY
              + ", PT12H if it is missing)");
    }
  }

  private MaintenanceRefusedException refused(String reason) {
    return new MaintenanceRefusedException(
        "Orphans of " + table.name() + " are not removed: " + reason + ".");
  }
}
