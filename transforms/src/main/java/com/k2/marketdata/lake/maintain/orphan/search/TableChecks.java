package com.k2.marketdata.lake.maintain.orphan.search;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.Refusals;
import com.k2.marketdata.text.Durations;
import java.time.Duration;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Refuses to remove orphans where that could remove files that are in use. */
final class TableChecks {
  private final CatalogTables tables;
  private final String name;
  private final Table table;
  private final Refusals refusals;

  TableChecks(CatalogTables tables, String name) {
    this.tables = tables;
    this.name = name;
    this.table = tables.get(name);
    this.refusals = OrphanSearch.refusals(table.name());
  }

  /**
   * Requires that a search is safe for the table as it was loaded.
   *
   * @throws MaintenanceRefusedException with the reason
   */
  void require(OrphanSettings settings) {
    requireListable();
    refusals.requireCollectable(table.properties());
    requireOwnLocation();
    requireAgeOfCycles(table, settings.age());
    // Cycles of these tables commit files of the table.
    tables.referringTo(name).forEach(other -> requireAgeOfCycles(other, settings.age()));
  }

  private void requireListable() {
    if (!(table.io() instanceof SupportsPrefixOperations)) {
      throw refusals.because(
          "its FileIO " + table.io().getClass().getName() + " cannot list files");
    }
  }

  private void requireOwnLocation() {
    List<StoredPath> own = TableFolders.all(table).stream().map(StoredPath::of).toList();
    tables
        .foldersOfOthers(name)
        .forEach(
            (other, folders) -> {
              for (String folder : folders) {
                if (own.stream().anyMatch(StoredPath.of(folder)::overlaps)) {
                  throw refusals.because(
                      "its location "
                          + table.location()
                          + " overlaps with "
                          + folder
                          + ", where table "
                          + other
                          + " stores files");
                }
              }
            });
  }

  private void requireAgeOfCycles(Table written, Duration age) {
    Duration max = CycleAge.maxOf(written);
    if (age.compareTo(max.multipliedBy(2)) < 0) {
      throw refusals.because(
          "the age of "
              + Durations.text(age)
              + " is below twice the "
              + Durations.text(max)
              + " in which writers of "
              + written.name()
              + " must commit their files (its property "
              + CycleAge.PROPERTY
              + ", 12h if it is missing)");
    }
  }
}
