package com.k2.marketdata.verify.row;

import com.k2.marketdata.lake.table.TableRole;
import java.io.Serializable;
import java.util.Comparator;

/**
 * A column that fails a check in one or more rows of a data file. The coordinates and values are
 * those of the first such row.
 *
 * @param path the data file's location
 * @param found the column's value, as text
 * @param expected what the value should be, as the end of a sentence
 * @param rows how many rows of the file fail the check
 */
public record RowFault(
    TableRole table,
    String path,
    String column,
    String topicId,
    int partition,
    long offset,
    String found,
    String expected,
    long rows)
    implements Serializable, Comparable<RowFault> {
  private static final Comparator<RowFault> ORDER =
      Comparator.comparing(RowFault::table)
          .thenComparing(RowFault::topicId)
          .thenComparing(RowFault::partition)
          .thenComparing(RowFault::offset)
          .thenComparing(RowFault::path)
          .thenComparing(RowFault::column)
          .thenComparing(RowFault::expected)
          .thenComparing(RowFault::found)
          .thenComparing(RowFault::rows);

  /** The same fault, found in this many rows. */
  RowFault inRows(long count) {
    return new RowFault(table, path, column, topicId, partition, offset, found, expected, count);
  }

  @Override
  public int compareTo(RowFault other) {
    return ORDER.compare(this, other);
  }
}
