package com.k2.marketdata.lake.read;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Bronze's snapshots from silver's position to now.
 *
 * @param since the newest snapshot that has nothing beyond silver's position; null if history does
 *     not reach back that far
 * @param later the snapshots after it that carry a ledger of the topic, oldest first
 */
public record BronzeHistory(@Nullable Long since, List<Point> later) {

  /** A snapshot and the topic's ledger in it. */
  public record Point(long snapshot, Ledger ledger) {}

  public static BronzeHistory of(Table bronze, String topic, Ledger silver) {
    Deque<Point> later = new ArrayDeque<>();
    Snapshot current = bronze.currentSnapshot();
    if (current == null) {
      return new BronzeHistory(null, List.of());
    }
    for (Snapshot ancestor : SnapshotUtil.ancestorsOf(current.snapshotId(), bronze::snapshot)) {
      Ledger ledger = TableLedgers.of(ancestor).get(topic);
      if (ledger == null) {
        continue;
      }
      if (!isBeyond(ledger, silver)) {
        return new BronzeHistory(ancestor.snapshotId(), new ArrayList<>(later));
      }
      later.addFirst(new Point(ancestor.snapshotId(), ledger));
    }
    return new BronzeHistory(null, new ArrayList<>(later));
  }

  /**
   * The newest of the later snapshots that is no more than {@code budget} offsets ahead of silver's
   * position and not past {@code end}; the first of them if there is none.
   */
  public Point upTo(Ledger silver, Map<Integer, Long> end, long budget) {
    Point chosen = later.get(0);
    for (Point point : later) {
      if (offsetsBeyond(point.ledger(), silver) > budget || isPast(point.ledger(), end)) {
        break;
      }
      chosen = point;
    }
    return chosen;
  }

  private static boolean isPast(Ledger ledger, Map<Integer, Long> end) {
    return ledger.next().entrySet().stream()
        .anyMatch(entry -> entry.getValue() > end.getOrDefault(entry.getKey(), 0L));
  }

  private static boolean isBeyond(Ledger bronze, Ledger silver) {
    return offsetsBeyond(bronze, silver) > 0;
  }

  private static long offsetsBeyond(Ledger bronze, Ledger silver) {
    return bronze.next().entrySet().stream()
        .mapToLong(entry -> Math.max(0, entry.getValue() - silver.next(entry.getKey())))
        .sum();
  }
}
