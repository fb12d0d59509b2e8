package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.TaskTable;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The tables that a cycle's tasks write, as they were when it was planned, and for each partition
 * the offset below which a table has its rows already. A table that takes no part is null.
 */
public record CycleTables(
    @Nullable Target bronze, @Nullable Target silver, @Nullable TaskTable deadLetters)
    implements Serializable {

  public CycleTables {
    if ((silver == null) != (deadLetters == null)) {
      throw new IllegalArgumentException("Silver and its dead letters are written together.");
    }
  }

  /** A table, and from which offset of a partition on it takes rows. */
  public static final class Target implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TaskTable table;
    private final long[] from;

    /**
     * A table that takes a partition's rows from its position on.
     *
     * @param positions the next offset per partition; others begin at 0
     */
    public Target(TaskTable table, Map<Integer, Long> positions) {
      this.table = table;
      this.from = new long[positions.keySet().stream().mapToInt(p -> p + 1).max().orElse(0)];
      positions.forEach((partition, offset) -> from[partition] = offset);
    }

    Table table() {
      return table.table();
    }

    boolean takes(int partition, long offset) {
      return partition >= from.length || offset >= from[partition];
    }

    @Override
    public String toString() {
      return table + " from " + Arrays.toString(from);
    }
  }
}
