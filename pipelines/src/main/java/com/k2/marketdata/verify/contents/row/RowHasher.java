package com.k2.marketdata.verify.contents.row;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.row.ComparedColumn.Basis;
import java.util.List;
import java.util.function.Predicate;

/** Hashes the compared columns of rows. For one thread. */
public final class RowHasher {
  private final CanonicalBytes bytes = new CanonicalBytes();

  /**
   * The digest of a row.
   *
   * @param values in the order of {@link ComparedColumn#of}
   * @param sameVersion whether the columns that depend on K2's version are compared
   */
  public RowDigest digest(
      TableRole table, int partition, long offset, Object[] values, boolean sameVersion) {
    return new RowDigest(
        messageHash(table, partition, offset, values),
        hash(
            table,
            partition,
            offset,
            values,
            basis -> basis == Basis.RULES || (sameVersion && basis == Basis.VERSION)));
  }

  /** {@link RowDigest#message} alone; only the values of its columns are used. */
  public long messageHash(TableRole table, int partition, long offset, Object[] values) {
    return hash(table, partition, offset, values, basis -> basis == Basis.MESSAGE);
  }

  private long hash(
      TableRole table, int partition, long offset, Object[] values, Predicate<Basis> covered) {
    List<ComparedColumn> columns = ComparedColumn.of(table);
    bytes.clear();
    bytes.add(table.name());
    bytes.add(partition);
    bytes.add(offset);
    for (int i = 0; i < values.length; i++) {
      if (covered.test(columns.get(i).basis())) {
        bytes.add(values[i]);
      }
    }
    return bytes.hash();
  }
}
