package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.DeadLetterTable;
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
import org.apache.iceberg.util.Tasks;
import org.apache.iceberg.util.ThreadPools;

/**
 * What a table's metadata and K2's intents refer to, except for the files in manifests.
 *
 * @param hashes the locations
 * @param manifests the manifests of all snapshots, each once
 */
record References(PathHashes hashes, Collection<GenericManifestFile> manifests) {

  /**
   * Reads the references after the listing, and after the fence if the orphans are to be deleted.
   *
   * @param listedMetadata the locations of the listed metadata.json files
   * @throws MaintenanceRefusedException if a search is not safe, or a file cannot be read
   */
  static References read(OrphanSearch search, Iterable<String> listedMetadata) {
    CatalogTables tables = CatalogTables.load(search.catalog());
    search.requireStill(tables);
    requireOwnMetadata(tables.get(search.table()), listedMetadata);
    if (search.settings().execute()) {
      fence(search, tables);
      tables = CatalogTables.load(search.catalog());
      search.requireStill(tables);
    }
    Table table = tables.get(search.table());
    List<String> locations = new ArrayList<>(ofMetadata(table));
    if (isDeadLetters(search)) {
      locations.addAll(new IntentReferences(table, tables.ofNamespace()).locations());
    }
    Map<String, GenericManifestFile> manifests = manifests(table);
    locations.addAll(manifests.keySet());
    return new References(PathHashes.ofLocations(locations), manifests.values());
  }

  /**
   * Dead-letter files become referenced by silver's commits too, so silver gets a fence as well.
   */
  private static void fence(OrphanSearch search, CatalogTables tables) {
    Table table = tables.get(search.table());
    Fence.commit(table, search);
    if (isDeadLetters(search)) {
      for (Table other : tables.ofNamespace()) {
        if (!other.name().equals(table.name()) && !TableLedgers.read(other).byTopic().isEmpty()) {
          Fence.commit(other, search);
        }
      }
    }
  }

  private static boolean isDeadLetters(OrphanSearch search) {
    return search.table().equals(DeadLetterTable.NAME);
  }

  private static void requireOwnMetadata(Table table, Iterable<String> listedMetadata) {
    for (String location : listedMetadata) {
      MetadataOwner.read(table.io(), location)
          .filter(owner -> !owner.equals(table.uuid().toString()))
          .ifPresent(
              owner -> {
                throw new MaintenanceRefusedException(
                    "Orphans of "
                        + table.name()
                        + " are not removed: "
                        + location
                        + " is the metadata of another table, whose UUID is "
                        + owner
                        + ". Move the tables to folders of their own, or remove the file if its"
                        + " table was dropped.");
              });
    }
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

  private static Map<String, GenericManifestFile> manifests(Table table) {
    Map<String, GenericManifestFile> manifests = new ConcurrentHashMap<>();
    Tasks.foreach(table.snapshots())
        .executeWith(ThreadPools.getWorkerPool())
        .stopOnFailure()
        .throwFailureWhenFinished()
        .run(
            snapshot ->
                manifestsOf(table, snapshot)
                    .forEach(
                        manifest ->
                            manifests.put(manifest.path(), (GenericManifestFile) manifest.copy())));
    return manifests;
  }

  private static List<ManifestFile> manifestsOf(Table table, Snapshot snapshot) {
    try {
      // A copy: a snapshot keeps the manifests that it has read, and the catalog keeps snapshots.
      return SnapshotParser.fromJson(SnapshotParser.toJson(snapshot)).allManifests(table.io());
    } catch (RuntimeException e) {
      throw UnreadableFile.refused(table.name(), snapshot.manifestListLocation(), e);
    }
  }
}
