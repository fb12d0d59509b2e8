package com.k2.marketdata.lake.maintain.orphan.reference;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.maintain.ConcurrentExpiry;
import com.k2.marketdata.lake.maintain.Retries;
import com.k2.marketdata.lake.maintain.orphan.search.CatalogTables;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.PathHashes;
import com.k2.marketdata.progress.TaskProgress;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.GenericManifestFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.util.ThreadPools;

/**
 * What a table's metadata and K2's intents refer to, except for the files in manifests.
 *
 * @param hashes the locations
 * @param manifests the manifests of all snapshots, each once
 */
public record References(PathHashes hashes, Collection<GenericManifestFile> manifests) {

  /**
   * Reads the references after the listing, and after the fence if the orphans are to be deleted.
   *
   * @param listedMetadata the locations of the listed metadata.json files
   * @throws MaintenanceRefusedException if a search is not safe, or a file cannot be read
   * @throws ConflictException if another run expires snapshots meanwhile
   */
  public static References read(OrphanSearch search, Iterable<String> listedMetadata) {
    CatalogTables tables = CatalogTables.load(search.catalog());
    TaskProgress.report();
    search.requireStill(tables);
    Table table = tables.get(search.name());
    List<Table> referring = tables.referringTo(search.name());
    requireOwnMetadata(table, listedMetadata);
    if (search.settings().execute()) {
      fence(search, table, referring);
      tables.refresh();
      TaskProgress.report();
      search.requireStill(tables);
    }
    return of(table, referring);
  }

  /**
   * Reads the intents first, then the table's newest state: the dead letters of an intent may be
   * appended meanwhile. Its list is not read any more once a later intent follows it, so that the
   * files must be found in the table's manifests.
   */
  public static References of(Table table, List<Table> referring) {
    IntentReferences intents = new IntentReferences(referring);
    SystemFaultException.wrapping(
        "Could not load table " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          return table;
        });
    List<String> locations = new ArrayList<>(ofMetadata(table));
    locations.addAll(intents.locations(table));
    Map<String, GenericManifestFile> manifests = manifests(table);
    locations.addAll(manifests.keySet());
    return new References(PathHashes.ofReferences(locations), manifests.values());
  }

  /** Files that silver's commits refer to, too, need a fence on silver. */
  private static void fence(OrphanSearch search, Table table, List<Table> referring) {
    Fence.commit(table, search);
    TaskProgress.report();
    for (Table other : referring) {
      if (!TableLedgers.read(other).byTopic().isEmpty()) {
        Fence.commit(other, search);
        TaskProgress.report();
      }
    }
  }

  private static void requireOwnMetadata(Table table, Iterable<String> listedMetadata) {
    String uuid = table.uuid().toString();
    Runnable progress = TaskProgress.reporter();
    Retries.ofRequests(listedMetadata)
        .executeWith(ThreadPools.getWorkerPool())
        .onlyRetryOn(UncheckedIOException.class)
        .stopOnFailure()
        .throwFailureWhenFinished()
        .run(
            location -> {
              MetadataOwner.read(table.io(), location)
                  .filter(owner -> !owner.equals(uuid))
                  .ifPresent(
                      owner -> {
                        throw OrphanSearch.refusals(table.name())
                            .because(
                                location
                                    + " is the metadata of another table, whose UUID is "
                                    + owner
                                    + ". Move the tables to folders of their own, or remove the"
                                    + " file if its table was dropped");
                      });
              progress.run();
            });
  }

  private static List<String> ofMetadata(Table table) {
    TableMetadata metadata = ((HasTableOperations) table).operations().current();
    List<String> locations = new ArrayList<>();
    locations.add(metadata.metadataFileLocation());
    metadata.previousFiles().forEach(entry -> locations.add(entry.file()));
    metadata.statisticsFiles().stream().map(StatisticsFile::path).forEach(locations::add);
    metadata.partitionStatisticsFiles().stream()
        .map(PartitionStatisticsFile::path)
        .forEach(locations::add);
    for (Snapshot snapshot : metadata.snapshots()) {
      if (snapshot.manifestListLocation() != null) {
        locations.add(snapshot.manifestListLocation());
      }
    }
    return locations;
  }

  /**
   * The manifests of all snapshots of a table, by path.
   *
   * @throws ConflictException if a list is missing, because another run has expired its snapshot
   * @throws MaintenanceRefusedException if a list cannot be read
   */
  static Map<String, GenericManifestFile> manifests(Table table) {
    return ConcurrentExpiry.reading(table, () -> readManifests(table));
  }

  private static Map<String, GenericManifestFile> readManifests(Table table) {
    Map<String, GenericManifestFile> manifests = new ConcurrentHashMap<>();
    Runnable progress = TaskProgress.reporter();
    Retries.ofRequests(table.snapshots())
        .onlyRetryOn(SystemFaultException.class)
        .executeWith(ThreadPools.getWorkerPool())
        .stopOnFailure()
        .throwFailureWhenFinished()
        .run(
            snapshot -> {
              manifestsOf(table, snapshot)
                  .forEach(
                      manifest ->
                          manifests.put(manifest.path(), (GenericManifestFile) manifest.copy()));
              progress.run();
            });
    return manifests;
  }

  private static List<ManifestFile> manifestsOf(Table table, Snapshot snapshot) {
    try {
      // A copy: a snapshot keeps the manifests that it has read, and the catalog keeps snapshots.
      return SnapshotParser.fromJson(SnapshotParser.toJson(snapshot)).allManifests(table.io());
    } catch (RuntimeException e) {
      throw OrphanSearch.refusals(table.name()).unreadable(snapshot.manifestListLocation(), e);
    }
  }
}
