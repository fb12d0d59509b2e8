package com.k2.marketdata.lake.maintain.orphan.search;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.Refusals;
import com.k2.marketdata.lake.table.DeadLetterTable;
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
 * @param name the table's name in the namespace of {@code catalog}
 * @param table the table as it was planned
 * @param used whether the table has snapshots
 * @param begun when the search was planned
 * @param run the run that the search is a part of
 * @param fence the id of the search's fence, which no other search uses
 */
public record OrphanSearch(
    CatalogConfig catalog,
    String name,
    TaskTable table,
    boolean used,
    OrphanSettings settings,
    Instant begun,
    MaintenanceRun run,
    String fence)
    implements Serializable {

  /**
   * Plans a search. Loads all tables of the catalog.
   *
   * @param now the time on the wall clock
   * @throws MaintenanceRefusedException if the removal is not safe for this table or at this age
   * @throws HoleException if the catalog has lost a table that refers to files of this one
   */
  public static OrphanSearch of(
      CatalogConfig catalog,
      String name,
      OrphanSettings settings,
      MaintenanceRun run,
      Instant now) {
    CatalogTables tables = CatalogTables.load(catalog);
    requireNoneLost(catalog, name);
    new TableChecks(tables, name).require(settings);
    Table table = tables.get(name);
    TableFolders.toList(table);
    return new OrphanSearch(
        catalog,
        name,
        TaskTable.of(table),
        table.currentSnapshot() != null,
        settings,
        now,
        run,
        "fence-" + UUID.randomUUID());
  }

  /** The folders to list. */
  public List<String> folders() {
    return TableFolders.toList(table.table());
  }

  /** Why the orphans that were found are not deleted; empty if they may be. */
  public Optional<String> refusal(OrphanCounts found) {
    if (used && found.referenced() == 0 && found.files() > 0) {
      return Optional.of(
          refused(
              "the table refers to none of the "
                  + found.listed()
                  + " files in "
                  + folders()
                  + ". Its metadata may name the same folder differently"));
    }
    if (found.renamed() != null) {
      return Optional.of(
          refused(
              "the table refers to the name of "
                  + found.renamed()
                  + ", but to another path. The metadata may name the folder "
                  + table.table().location()
                  + " differently. If the file is a copy, move it out of this folder"));
    }
    if (found.files() > OrphanSettings.FEW
        && found.files() > settings.maxShare() * found.listed()) {
      return Optional.of(
          refused(
              found.files()
                  + " of "
                  + found.listed()
                  + " listed files are too many, with a maximum share of "
                  + settings.maxShare()
                  + " (--maxShare). Look at some of them before you raise it"));
    }
    return Optional.empty();
  }

  private String refused(String reason) {
    return refusals(name).because(reason).getMessage();
  }

  /** Refuses to remove the orphans of a table. */
  public static Refusals refusals(String table) {
    return new Refusals("Orphans of " + table + " are not removed");
  }

  /** Requires that the table, loaded again, can still be searched. */
  public void requireStill(CatalogTables tables) {
    requireNoneLost(catalog, name);
    new TableChecks(tables, name).require(settings);
    Table loaded = tables.get(name);
    Table planned = table.table();
    if (!loaded.uuid().equals(planned.uuid())
        || !loaded.location().equals(planned.location())
        || !TableFolders.toList(loaded).equals(folders())) {
      throw refusals(loaded.name())
          .because("the table was replaced or moved during the search. Run it again");
    }
  }

  /** The intents of a lost table are not found, so the files that they name would look unused. */
  private static void requireNoneLost(CatalogConfig catalog, String name) {
    boolean all = name.equals(DeadLetterTable.NAME);
    LostTables.requireNone(catalog, other -> all || other.equals(name));
  }
}
