package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts files while they are compared. */
final class OrphanTally {
  long referenced;
  long young;
  long metadata;
  long ignored;
  long notPlanned;
  private final SortedMap<Kind, OrphanCounts.Sum> orphans = new TreeMap<>();

  void add(PlannedItem orphan) {
    orphans.merge(orphan.kind(), new OrphanCounts.Sum(1, orphan.size()), OrphanCounts.Sum::plus);
  }

  OrphanCounts counts() {
    return new OrphanCounts(referenced, young, metadata, ignored, notPlanned, orphans);
  }
}
