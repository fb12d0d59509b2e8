package com.k2.marketdata.bench.inner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.options.settings.CatalogSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Quickly gives tables the metadata of a long history: thousands of snapshots like the newest one,
 * and four data files per snapshot that do not exist and must not be read.
 */
public final class Ageing {
  private static final int FILES_PER_SNAPSHOT = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CatalogConfig config;

  private Ageing(CatalogConfig config) {
    this.config = config;
  }

  /** Ages the tables that a pipeline with these options writes. */
  static Ageing of(TradePipelineOptions options) {
    return new Ageing(CatalogSettings.of(options));
  }

  /** Ages the tables of a catalog's namespace. */
  public static Ageing of(CatalogConfig config) {
    return new Ageing(config);
  }

  /** Adds this number of snapshots to every table of the namespace. */
  void addSnapshots(int snapshots) {
    addSnapshots(snapshots, number -> Map.of());
  }

  /**
   * Adds this number of snapshots to every table, with different summaries.
   *
   * @param summary the entries that replace those of the newest snapshot's summary, by the number
   *     of the new snapshot, from 1
   */
  public void addSnapshots(int snapshots, IntFunction<Map<String, String>> summary) {
    Catalog catalog = config.open();
    for (TableIdentifier name : catalog.listTables(Namespace.of(config.namespace()))) {
      Table table = catalog.loadTable(name);
      addFiles(table, snapshots * FILES_PER_SNAPSHOT);
      addSnapshots(((HasTableOperations) table).operations(), snapshots, summary);
    }
  }

  private static void addFiles(Table table, int files) {
    Optional<DataFile> sample = anyFile(table);
    if (sample.isEmpty()) {
      return;
    }
    AppendFiles append = table.newAppend();
    for (int i = 0; i < files; i++) {
      append.appendFile(
          DataFiles.builder(table.spec())
              .copy(sample.get())
              .withPath(table.location() + "/data/not-there-" + i + ".parquet")
              .build());
    }
    table
        .currentSnapshot()
        .summary()
        .forEach(
            (key, value) -> {
              if (key.startsWith("k2.")) {
                append.set(key, value);
              }
            });
    append.commit();
  }

  private static Optional<DataFile> anyFile(Table table) {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      for (FileScanTask task : tasks) {
        return Optional.of(task.file().copy());
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addSnapshots(
      TableOperations operations, int count, IntFunction<Map<String, String>> summary) {
    TableMetadata base = operations.refresh();
    TableMetadata.Builder aged = TableMetadata.buildFrom(base);
    Snapshot newest = base.currentSnapshot();
    long parent = newest.snapshotId();
    for (int i = 1; i <= count; i++) {
      Snapshot next = copy(newest, parent, base.lastSequenceNumber() + i, summary.apply(i));
      aged.setBranchSnapshot(next, SnapshotRef.MAIN_BRANCH);
      parent = next.snapshotId();
    }
    operations.commit(base, aged.build());
  }

  private static Snapshot copy(
      Snapshot newest, long parent, long sequenceNumber, Map<String, String> summary) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(SnapshotParser.toJson(newest));
      json.put("snapshot-id", parent + 1);
      json.put("parent-snapshot-id", parent);
      json.put("sequence-number", sequenceNumber);
      summary.forEach(((ObjectNode) json.get("summary"))::put);
      return SnapshotParser.fromJson(json.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot parse the JSON of a snapshot", e);
    }
  }
}
