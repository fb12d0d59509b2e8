package com.k2.marketdata.verify.contents.finding;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.judge.PartitionId;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/** A row that is not as expected, and its columns that differ. */
public record ContentFinding(
    ContentKind kind,
    TableRole table,
    PartitionId partition,
    long offset,
    List<Difference> differences)
    implements Serializable, Comparable<ContentFinding> {
  private static final Comparator<ContentFinding> ORDER =
      Comparator.comparing(ContentFinding::kind)
          .thenComparing(ContentFinding::partition)
          .thenComparingLong(ContentFinding::offset)
          .thenComparing(ContentFinding::table);

  public ContentFinding {
    differences = List.copyOf(differences);
  }

  @Override
  public int compareTo(ContentFinding other) {
    return ORDER.compare(this, other);
  }
}
