package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import java.util.SortedMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Counts files while they are compared. */
final class OrphanTally {
  long referenced;
  long young;
  long metadata;
  long ignored;
  long notPlanned;
  @Nullable String renamed;
  private final SortedMap<Kind, FileCount> orphans = new TreeMap<>();

  void add(PlannedItem orphan) {
    orphans.merge(orphan.kind(), FileCount.ofOne(orphan.size()), FileCount::plus);
  }

  OrphanCounts counts() {
    return new OrphanCounts(referenced, young, metadata, ignored, notPlanned, renamed, orphans);
  }
}
