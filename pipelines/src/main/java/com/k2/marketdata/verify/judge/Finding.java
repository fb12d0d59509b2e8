package com.k2.marketdata.verify.judge;

import com.k2.marketdata.lake.table.TableRole;
import java.io.Serializable;
import java.util.Comparator;

/** A problem with offsets {@code [from, to)} of a table. */
public record Finding(FindingKind kind, TableRole table, PartitionId partition, long from, long to)
    implements Serializable, Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::kind)
          .thenComparing(Finding::partition)
          .thenComparing(Finding::table)
          .thenComparingLong(Finding::from);

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  /** Whether this range begins where a finding of the same kind ends. */
  boolean continues(Finding before) {
    return before.to == from
        && before.kind == kind
        && before.table == table
        && before.partition.equals(partition);
  }

  /** The same finding with another end. */
  Finding upTo(long end) {
    return new Finding(kind, table, partition, from, end);
  }
}
