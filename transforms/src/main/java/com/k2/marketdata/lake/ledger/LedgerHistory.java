package com.k2.marketdata.lake.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The snapshots that a table's current state came from, with the position of one topic at each:
 * newest first, back to where the topic's ledger began.
 */
public record LedgerHistory(List<Point> points) {

  /** A snapshot, and the ledger that it carries or inherits. */
  public record Point(Snapshot snapshot, Ledger ledger) {}

  public LedgerHistory {
    points = List.copyOf(points);
  }

  /** The history of a table as last refreshed; empty if the topic has no ledger in it. */
  public static LedgerHistory of(Table table, String topic) {
    List<Point> points = new ArrayList<>();
    Snapshot current = table.currentSnapshot();
    if (current == null) {
      return new LedgerHistory(points);
    }
    List<Snapshot> inheriting = new ArrayList<>();
    for (Snapshot ancestor : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot)) {
      inheriting.add(ancestor);
      Ledger ledger = TableLedgers.of(ancestor).get(topic);
      if (ledger != null) {
        inheriting.forEach(snapshot -> points.add(new Point(snapshot, ledger)));
        inheriting.clear();
      }
    }
    return new LedgerHistory(points);
  }

  /** The newest point that satisfies the condition. */
  public Optional<Point> newest(Predicate<Point> condition) {
    return points.stream().filter(condition).findFirst();
  }

  /** Where the table is now. */
  public Optional<Point> current() {
    return newest(any -> true);
  }

  /** Where the topic's ledger began, as far back as snapshots are kept. */
  public Optional<Point> oldest() {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }
}
