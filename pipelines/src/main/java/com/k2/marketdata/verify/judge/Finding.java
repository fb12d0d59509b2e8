package com.k2.marketdata.verify.judge;

import com.k2.marketdata.lake.table.TableRole;
import java.io.Serializable;
import java.util.Comparator;

/** Offsets {@code [from, to)} of a table that something is wrong with. */
public record Finding(FindingKind kind, TableRole table, Series.Id series, long from, long to)
    implements Serializable, Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::kind)
          .thenComparing(Finding::series)
          .thenComparing(Finding::table)
          .thenComparingLong(Finding::from);

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  boolean continues(Finding before) {
    return before.to == from
        && before.kind == kind
        && before.table == table
        && before.series.equals(series);
  }

  Finding upTo(long end) {
    return new Finding(kind, table, series, from, end);
  }
}
