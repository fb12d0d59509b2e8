package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a compaction of one table would do.
 *
 * @param groups those with the most files per byte first
 * @param all the table's data files
 * @param small those that are smaller than three quarters of the target
 * @param left small files that are not rewritten, and files of any size that cannot be rewritten
 */
public record CompactPlan(
    List<RewriteGroup> groups, FileCount all, FileCount small, Map<LeftReason, FileCount> left) {

  /** The plan of a table without snapshots. */
  static final CompactPlan EMPTY =
      new CompactPlan(List.of(), FileCount.NONE, FileCount.NONE, Map.of());

  public CompactPlan {
    groups = List.copyOf(groups);
    left = Map.copyOf(left);
  }

  /** The groups as items that can be compared with another plan of the same table. */
  public List<PlannedItem> items() {
    return groups.stream().map(RewriteGroup::item).toList();
  }

  /** This plan with those groups only that another plan has too. */
  public CompactPlan only(Set<String> ids) {
    return new CompactPlan(
        groups.stream().filter(group -> ids.contains(group.id())).toList(), all, small, left);
  }
}
