package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.Refusals;
import com.k2.marketdata.lake.maintain.Retries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.GenericManifestFile;
import org.apache.iceberg.InternalData;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.PartitionStatisticsFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.util.ThreadPools;

/**
 * Reads every manifest list and every manifest of a table, before anything is changed, and
 * describes the files that an expiry deletes. Iceberg's clean-up ignores the files of a manifest
 * that it cannot read, and deletes the manifest.
 */
final class ManifestReading {
  private static final Schema COLUMNS =
      ManifestFile.schema()
          .select(
              ManifestFile.PATH.name(),
              ManifestFile.LENGTH.name(),
              ManifestFile.SPEC_ID.name(),
              ManifestFile.MANIFEST_CONTENT.name(),
              ManifestFile.SNAPSHOT_ID.name());

  private static final List<String> FILE_COLUMNS =
      List.of(DataFile.FILE_PATH.name(), DataFile.FILE_SIZE.name());

  private final TableMetadata metadata;
  private final FileIO io;
  private final Refusals refusals;
  private final Map<String, ManifestFile> manifests = new ConcurrentHashMap<>();

  private ManifestReading(TableMetadata metadata, FileIO io, Refusals refusals) {
    this.metadata = metadata;
    this.io = io;
    this.refusals = refusals;
  }

  /**
   * Reads the manifest lists of all snapshots.
   *
   * @throws MaintenanceRefusedException if one is missing or damaged
   */
  static ManifestReading lists(TableMetadata metadata, FileIO io, Refusals refusals) {
    ManifestReading reading = new ManifestReading(metadata, io, refusals);
    reading.readAll(
        metadata.snapshots(),
        snapshot -> "the manifest list " + snapshot.manifestListLocation(),
        reading::readList);
    return reading;
  }

  /**
   * Reads all manifests, and describes these files.
   *
   * @throws MaintenanceRefusedException if a manifest is missing or damaged
   */
  void describe(ExpiredFiles files) {
    readAll(
        manifests.values(),
        manifest -> "the manifest " + manifest.path(),
        manifest -> {
          if (files.contains(manifest.path())) {
            files.describe(manifest.path(), Kind.MANIFEST, manifest.length());
            readExpired(manifest, files);
          } else {
            readKept(manifest);
          }
        });
    for (Snapshot snapshot : metadata.snapshots()) {
      if (snapshot.manifestListLocation() != null) {
        files.describe(snapshot.manifestListLocation(), Kind.MANIFEST_LIST, -1);
      }
    }
    for (StatisticsFile file : metadata.statisticsFiles()) {
      files.describe(file.path(), Kind.STATISTICS_FILE, file.fileSizeInBytes());
    }
    for (PartitionStatisticsFile file : metadata.partitionStatisticsFiles()) {
      files.describe(file.path(), Kind.STATISTICS_FILE, file.fileSizeInBytes());
    }
  }

  private <T> void readAll(Collection<T> all, Function<T, String> name, Consumer<T> read) {
    Retries.ofRequests(all)
        .onlyRetryOn(SystemFaultException.class)
        .stopOnFailure()
        .throwFailureWhenFinished()
        .executeWith(ThreadPools.getWorkerPool())
        .run(one -> refusing(name.apply(one), () -> read.accept(one)));
  }

  private void refusing(String name, Runnable read) {
    try {
      read.run();
    } catch (RuntimeException e) {
      throw refusals.unreadable(name, e);
    }
  }

  private void readList(Snapshot snapshot) {
    String location = snapshot.manifestListLocation();
    if (location == null) {
      snapshot.allManifests(io).forEach(manifest -> manifests.put(manifest.path(), manifest));
      return;
    }
    // Not by the snapshot, which would keep the list in memory.
    try (CloseableIterable<ManifestFile> list =
        InternalData.read(FileFormat.AVRO, io.newInputFile(location))
            .setRootType(GenericManifestFile.class)
            .project(COLUMNS)
            .reuseContainers()
            .build()) {
      for (ManifestFile manifest : list) {
        manifests.computeIfAbsent(manifest.path(), path -> manifest.copy());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readExpired(ManifestFile manifest, ExpiredFiles files) {
    if (manifest.content() == ManifestContent.DATA) {
      describe(ManifestFiles.read(manifest, io, metadata.specsById()), Kind.DATA_FILE, files);
    } else {
      describe(
          ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById()),
          Kind.DELETE_FILE,
          files);
    }
  }

  private <F extends ContentFile<F>> void describe(
      ManifestReader<F> reader, Kind kind, ExpiredFiles files) {
    try (reader) {
      for (F file : reader.select(FILE_COLUMNS)) {
        files.describe(file.location(), kind, file.fileSizeInBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readKept(ManifestFile manifest) {
    try (CloseableIterable<String> locations =
        ManifestFiles.readPaths(manifest, io, metadata.specsById())) {
      locations.forEach(location -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
