package com.k2.marketdata.lake.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The current snapshot of a table and its ancestors, with the ledger of one topic at each: newest
 * first, back to the topic's first ledger.
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
    List<Snapshot> inheriting = new ArrayList<>();
    for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
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

  /** The current snapshot. */
  public Optional<Point> current() {
    return newest(any -> true);
  }

  /** The oldest snapshot with a ledger of the topic, among those that have not expired. */
  public Optional<Point> oldest() {
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }
}
