package com.k2.marketdata.lake.catalog;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The metadata of each table that this JVM has read or written last. A metadata file never changes
 * and its name is never reused, so an entry is valid for as long as the catalog points at its file.
 * A table with thousands of snapshots is then read once instead of three times in a cycle.
 *
 * <p>Holds one entry per table of its catalog, and lives as long as the catalog is open. Safe for
 * use by many threads.
 */
final class MetadataCache {
  /**
   * A snapshot keeps its list of manifests once it was used. After this many commits the file is
   * read again, which releases the lists.
   */
  static final int MAX_COMMITS = 50;

  private final Map<TableIdentifier, Entry> newest = new ConcurrentHashMap<>();

  /** The content of a metadata file, and the number of commits since a file was read. */
  private record Entry(TableMetadata metadata, int commits) {
    boolean isAt(String location) {
      return location.equals(metadata.metadataFileLocation());
    }
  }

  /** The content of a file; calls {@code read} only if it is not cached. */
  TableMetadata get(TableIdentifier table, String location, Supplier<TableMetadata> read) {
    Entry entry = newest.get(table);
    if (entry != null && entry.isAt(location)) {
      return entry.metadata;
    }
    TableMetadata metadata = read.get();
    newest.put(table, new Entry(metadata, 0));
    return metadata;
  }

  /** Caches what was just committed on {@code base} and written to {@code location}. */
  void putCommitted(
      TableIdentifier table, TableMetadata base, TableMetadata committed, String location) {
    Entry before = newest.get(table);
    int commits = before != null && before.isAt(base.metadataFileLocation()) ? before.commits : 0;
    if (commits >= MAX_COMMITS) {
      newest.remove(table);
      return;
    }
    TableMetadata metadata =
        TableMetadata.buildFrom(committed).discardChanges().withMetadataLocation(location).build();
    newest.put(table, new Entry(metadata, commits + 1));
  }
}
