package com.k2.marketdata.verify.contents.recorded;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowSum;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** A kept snapshot of bronze and a topic's ledger in it. */
record LedgerPoint(long snapshot, Ledger ledger) {
  /** How many offsets the ranges of a topic may have; earlier snapshots are merged. */
  private static final int MAX_OFFSETS = 20_000;

  /** The points since the topic's position last moved back, oldest first. */
  static List<LedgerPoint> ofRun(Table bronze, long pinned, String topic, Ledger newest) {
    List<LedgerPoint> points = new ArrayList<>();
    int most = Math.max(1, MAX_OFFSETS / Math.max(1, newest.next().size()));
    LedgerPoint later = new LedgerPoint(pinned, newest);
    points.add(later);
    for (Snapshot ancestor : SnapshotUtil.ancestorsOf(pinned, bronze::snapshot)) {
      Ledger ledger = TableLedgers.of(ancestor).get(topic);
      if (ledger == null || ledger.isAt(later.ledger)) {
        continue;
      }
      LedgerPoint point = new LedgerPoint(ancestor.snapshotId(), ledger);
      if (points.size() == most || !point.isBefore(later)) {
        break;
      }
      points.add(0, point);
      later = point;
    }
    return points;
  }

  RowSum sum() {
    return ledger.sums().get(ledger.topicId());
  }

  /**
   * Whether the ledger can be an earlier state of a later one: it is of the same topic id, counts
   * from the same offsets, and no offset of its position is greater.
   */
  private boolean isBefore(LedgerPoint later) {
    return ledger.topicId().equals(later.ledger.topicId())
        && sum() != null
        && ledger.next().entrySet().stream()
            .allMatch(entry -> entry.getValue() <= later.ledger.next(entry.getKey()))
        && later.sum().from().entrySet().stream()
            .allMatch(
                entry ->
                    !ledger.next().containsKey(entry.getKey())
                        || entry.getValue().equals(sum().from().get(entry.getKey())));
  }
}
