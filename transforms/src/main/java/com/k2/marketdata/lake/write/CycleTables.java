package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TaskTable;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.Table;

/**
 * The tables that a cycle's tasks write, as they were when it was planned, and the offsets from
 * which each takes rows. Dead letters are taken from the same offsets as silver's rows.
 */
public final class CycleTables implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ByRole<Target> targets;

  private CycleTables(ByRole<Target> targets) {
    this.targets = targets;
  }

  /**
   * The tables to write.
   *
   * @param positions the next offset per partition, of bronze and of silver; other partitions begin
   *     at 0
   */
  public static CycleTables of(
      ByRole<TaskTable> tables, Function<TableRole, Map<Integer, Long>> positions) {
    return new CycleTables(
        tables
            .forWriting()
            .mapWithRole(
                (role, table) ->
                    new Target(
                        table,
                        positions.apply(role == TableRole.BRONZE ? role : TableRole.SILVER))));
  }

  /** Silver alone, at every offset, for a replay: its dead letters are in their table already. */
  public static CycleTables ofReplay(TaskTable silver) {
    return new CycleTables(
        ByRole.<Target>none().with(TableRole.SILVER, new Target(silver, Map.of())));
  }

  ByRole<Target> targets() {
    return targets;
  }

  @Override
  public String toString() {
    return targets.toString();
  }

  /** A table, and the first offset of each partition that it takes. */
  static final class Target implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TaskTable table;
    private final long[] from;

    Target(TaskTable table, Map<Integer, Long> positions) {
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
