package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.table.TaskTable;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.Table;

/**
 * A planned search for the orphans of one table, for one run. The time from which ages are measured
 * is fixed here, before anything is listed. Immutable.
 *
 * @param table the table's name in the namespace of {@code catalog}
 * @param files the table's store
 * @param location the table's location
 * @param folders the folders to list
 * @param used whether the table has snapshots
 * @param begun when the search was planned
 * @param run the run that the search is a part of
 * @param fence the id of the search's fence, which no other search uses
 */
public record OrphanSearch(
    CatalogConfig catalog,
    String table,
    TaskTable files,
    String location,
    List<String> folders,
    boolean used,
    OrphanSettings settings,
    Instant begun,
    MaintenanceRun run,
    String fence)
    implements Serializable {

  public OrphanSearch {
    folders = List.copyOf(folders);
  }

  /**
   * Plans a search. Loads all tables of the catalog.
   *
   * @param now the time on the wall clock
   * @throws MaintenanceRefusedException if the removal is not safe for this table or at this age
   */
  public static OrphanSearch of(
      CatalogConfig catalog,
      String table,
      OrphanSettings settings,
      MaintenanceRun run,
      Instant now) {
    CatalogTables tables = CatalogTables.load(catalog);
    new TableChecks(tables, table).require(table, settings);
    Table loaded = tables.get(table);
    return new OrphanSearch(
        catalog,
        table,
        TaskTable.of(loaded),
        loaded.location(),
        TableFolders.toList(loaded),
        loaded.currentSnapshot() != null,
        settings,
        now,
        run,
        "fence-" + UUID.randomUUID());
  }

  /** Why the orphans that were found are not deleted; empty if they may be. */
  public Optional<String> refusal(OrphanCounts found) {
    if (used && found.referenced() == 0 && found.files() > 0) {
      return Optional.of(
          "Orphans of "
              + table
              + " are not removed: the table refers to none of the "
              + found.listed()
              + " files in "
              + folders
              + ". Its metadata may name the same folder differently.");
    }
    if (found.files() > OrphanSettings.FEW
        && found.files() > settings.maxShare() * found.listed()) {
      return Optional.of(
          "Orphans of "
              + table
              + " are not removed: "
              + found.files()
              + " of "
              + found.listed()
              + " listed files are too many, with a maximum share of "
              + settings.maxShare()
              + " (--maxShare). Look at some of them before you raise it.");
    }
    return Optional.empty();
  }

  /** Requires that the table, loaded again, can still be searched. */
  void requireStill(CatalogTables tables) {
    new TableChecks(tables, table).require(table, settings);
    Table loaded = tables.get(table);
    if (!loaded.location().equals(location) || !TableFolders.toList(loaded).equals(folders)) {
      throw new MaintenanceRefusedException(
          "The location of " + loaded.name() + " was changed during the search. Run it again.");
    }
  }
}
