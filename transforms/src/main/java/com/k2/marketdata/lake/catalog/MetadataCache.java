package com.k2.marketdata.lake.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The metadata that this JVM has read or written last, of each table. A metadata file has a name
 * that is never given again, and never changes: so whoever finds the catalog's pointer at it knows
 * what it holds. A table with thousands of snapshots is then read once, not three times in a cycle.
 *
 * <p>Safe for use by many threads.
 */
final class MetadataCache {
  /**
   * Snapshots keep the lists of manifests that were looked up in them: after so many commits the
   * file is read again, and those are let go.
   */
  static final int MOST_WRITTEN = 50;

  private final Map<TableIdentifier, Known> newest = new ConcurrentHashMap<>();

  /** What a file holds, and how many commits ago a file was read. */
  private record Known(TableMetadata metadata, int written) {
    boolean isAt(String location) {
      return location.equals(metadata.metadataFileLocation());
    }
  }

  /** What the file holds, read only if it is not known. */
  TableMetadata at(TableIdentifier table, String location, Supplier<TableMetadata> read) {
    Known known = newest.get(table);
    if (known != null && known.isAt(location)) {
      return known.metadata;
    }
    TableMetadata metadata = read.get();
    newest.put(table, new Known(metadata, 0));
    return metadata;
  }

  /** Learns what was just committed on a base, in a file of its own. */
  void learn(TableIdentifier table, TableMetadata base, TableMetadata committed, String location) {
    Known before = newest.get(table);
    int written = before != null && before.isAt(base.metadataFileLocation()) ? before.written : 0;
    if (written >= MOST_WRITTEN) {
      newest.remove(table);
      return;
    }
    TableMetadata metadata =
        TableMetadata.buildFrom(committed).discardChanges().withMetadataLocation(location).build();
    newest.put(table, new Known(metadata, written + 1));
  }
}
