package com.k2.marketdata.verify.row;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.row.RowCheck.Mismatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.StructLike;

/**
 * The checks of one data file's rows. Keeps the first faulty row of each check and counts the
 * others, so that a file has few faults. Not safe for concurrent use.
 */
public final class CheckedFile {
  private final TableRole role;
  private final String path;
  private final Coordinates coordinates;
  private final RowCheck[] checks;
  private final RowFault[] first;
  private final long[] rows;
  private long faultyRows;

  CheckedFile(TableRole role, String path, Coordinates coordinates, List<RowCheck> checks) {
    this.role = role;
    this.path = path;
    this.coordinates = coordinates;
    this.checks = checks.toArray(RowCheck[]::new);
    this.first = new RowFault[checks.size()];
    this.rows = new long[checks.size()];
  }

  /**
   * Checks a row. The row may be reused afterwards.
   *
   * @param row in Iceberg's internal representation (for example, timestamps are microseconds), as
   *     {@code InternalReader} and {@code InternalRecordWrapper} return it
   */
  public void check(StructLike row) {
    boolean faulty = false;
    for (int i = 0; i < checks.length; i++) {
      Mismatch mismatch = checks[i].mismatch(row);
      if (mismatch != null) {
        faulty = true;
        if (rows[i]++ == 0) {
          first[i] = fault(checks[i].column(), row, mismatch);
        }
      }
    }
    if (faulty) {
      faultyRows++;
    }
  }

  /** One fault for each check that failed. */
  public List<RowFault> faults() {
    List<RowFault> faults = new ArrayList<>();
    for (int i = 0; i < checks.length; i++) {
      if (rows[i] > 0) {
        faults.add(first[i].inRows(rows[i]));
      }
    }
    return faults;
  }

  /** How many rows failed at least one check. */
  public long faultyRows() {
    return faultyRows;
  }

  private RowFault fault(String column, StructLike row, Mismatch mismatch) {
    return new RowFault(
        role,
        path,
        column,
        coordinates.topicId(row),
        coordinates.partition(row),
        coordinates.offset(row),
        mismatch.found(),
        mismatch.expected(),
        1);
  }
}
