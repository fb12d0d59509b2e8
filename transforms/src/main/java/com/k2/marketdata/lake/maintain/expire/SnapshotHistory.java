package com.k2.marketdata.lake.maintain.expire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SnapshotRef;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What decides which of a table's snapshots expire.
 *
 * @param entries the snapshots, oldest first
 * @param current the id of the current snapshot; null if there is none
 * @param refs the tags and branches, including main
 */
record SnapshotHistory(List<Entry> entries, @Nullable Long current, Map<String, SnapshotRef> refs) {
  private static final Comparator<Entry> OLDEST_FIRST =
      Comparator.comparingLong(Entry::sequence).thenComparingLong(Entry::millis);

  /**
   * One snapshot.
   *
   * @param sequence the sequence number, which is higher than the parent's
   * @param millis when it was committed, by the clock of its writer
   * @param hasLedgers whether its own summary has ledgers
   * @param metadataBytes its share of the table's metadata file
   */
  record Entry(
      long id,
      @Nullable Long parent,
      long sequence,
      long millis,
      boolean hasLedgers,
      long metadataBytes) {}

  SnapshotHistory {
    entries = entries.stream().sorted(OLDEST_FIRST).toList();
    refs = Map.copyOf(refs);
  }

  /** A snapshot and its ancestors up to the first that has expired, newest first. */
  List<Entry> ancestors(@Nullable Long id) {
    Map<Long, Entry> byId = new HashMap<>();
    entries.forEach(entry -> byId.put(entry.id(), entry));
    List<Entry> ancestors = new ArrayList<>();
    for (Entry entry = byId.get(id);
        entry != null;
        entry = entry.parent() == null ? null : byId.get(entry.parent())) {
      ancestors.add(entry);
    }
    return ancestors;
  }
}
