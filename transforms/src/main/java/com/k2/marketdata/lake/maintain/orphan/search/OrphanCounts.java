package com.k2.marketdata.lake.maintain.orphan.search;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a search found. Each listed file is counted once.
 *
 * @param referenced the files that the table or an intent refers to
 * @param young the unreferenced files that are below the age, or whose age is unknown
 * @param metadata the metadata.json files, which are never removed
 * @param ignored other files that are never removed: version hints, and hidden files
 * @param notPlanned the orphans that the earlier search has not found
 * @param renamed a file whose name the table refers to in another folder; null if there is none
 * @param orphans the files to remove, by kind
 */
public record OrphanCounts(
    long referenced,
    long young,
    long metadata,
    long ignored,
    long notPlanned,
    @Nullable String renamed,
    SortedMap<Kind, FileCount> orphans)
    implements Serializable {

  public static final OrphanCounts NONE = new OrphanCounts(0, 0, 0, 0, 0, null, new TreeMap<>());

  public OrphanCounts {
    orphans = Collections.unmodifiableSortedMap(new TreeMap<>(orphans));
  }

  /** The number of listed files. */
  public long listed() {
    return referenced + young + metadata + ignored + notPlanned + files();
  }

  /** The number of files to remove. */
  public long files() {
    return orphans.values().stream().mapToLong(FileCount::files).sum();
  }

  /** The size of the files to remove, in bytes. */
  public long bytes() {
    return orphans.values().stream().mapToLong(FileCount::bytes).sum();
  }

  public OrphanCounts plus(OrphanCounts other) {
    SortedMap<Kind, FileCount> sums = new TreeMap<>(orphans);
    other.orphans.forEach((kind, sum) -> sums.merge(kind, sum, FileCount::plus));
    return new OrphanCounts(
        referenced + other.referenced,
        young + other.young,
        metadata + other.metadata,
        ignored + other.ignored,
        notPlanned + other.notPlanned,
        renamed == null ? other.renamed : renamed,
        sums);
  }
}
