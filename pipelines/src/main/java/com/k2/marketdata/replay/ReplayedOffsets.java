package com.k2.marketdata.replay;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.List;
import org.apache.iceberg.expressions.Expressions;

/** Finds the offsets of a topic that have been replayed into silver. */
final class ReplayedOffsets {
  private static final List<String> COLUMNS =
      List.of(
          SilverTable.REPLAY_ID,
          SilverTable.KAFKA_TOPIC_ID,
          SilverTable.KAFKA_PARTITION,
          SilverTable.KAFKA_OFFSET);

  private ReplayedOffsets() {}

  /**
   * The offsets with a row that has a replay id. Files and row groups without any are skipped, but
   * the result does not depend on that: after a compaction, every file may have some.
   */
  static OffsetBitmaps in(PinnedTable silver, String topicId) {
    OffsetBitmaps offsets = new OffsetBitmaps();
    if (silver.table().schema().findField(SilverTable.REPLAY_ID) == null) {
      return offsets;
    }
    new PinnedRows(silver, Expressions.notNull(SilverTable.REPLAY_ID))
        .read(
            COLUMNS,
            row -> {
              if (row.get(0, String.class) != null && topicId.equals(row.get(1, String.class))) {
                offsets.add(row.get(2, Integer.class), row.get(3, Long.class));
              }
            });
    return offsets;
  }
}
