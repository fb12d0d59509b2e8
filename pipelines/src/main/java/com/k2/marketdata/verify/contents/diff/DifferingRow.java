package com.k2.marketdata.verify.contents.diff;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.finding.ContentKind;
import com.k2.marketdata.verify.contents.finding.Difference;
import com.k2.marketdata.verify.contents.row.Cell;
import com.k2.marketdata.verify.contents.row.ComparedColumn;
import com.k2.marketdata.verify.contents.row.ComparedColumn.Basis;
import com.k2.marketdata.verify.contents.row.ExpectedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A row of silver or of the dead letters that is not as expected, kept until the expected row has
 * been rebuilt.
 *
 * @param cells the compared columns
 */
record DifferingRow(ContentKind kind, TableRole table, List<Cell> cells) {
  static DifferingRow of(ContentKind kind, TableRole table, Object[] values) {
    return new DifferingRow(kind, table, Cell.ofRow(table, values));
  }

  /**
   * The columns that differ from a row of the same table.
   *
   * @param sameVersion whether the columns that depend on K2's version are compared
   */
  List<Difference> differences(ExpectedRow expected, boolean sameVersion) {
    return differences(
        expected.values(),
        sameVersion
            ? Set.of(Basis.MESSAGE, Basis.RULES, Basis.VERSION)
            : Set.of(Basis.MESSAGE, Basis.RULES));
  }

  /**
   * The columns that differ if the expected row is in the other table, and the outcome.
   *
   * @param ofMessage the values that follow from the message in this row's table
   */
  List<Difference> differencesFromOtherTable(ExpectedRow expected, Object[] ofMessage) {
    List<Difference> differences = differences(ofMessage, Set.of(Basis.MESSAGE));
    differences.add(
        new Difference(
            "outcome",
            outcome(table, cells),
            outcome(expected.table(), Cell.ofRow(expected.table(), expected.values()))));
    return differences;
  }

  private List<Difference> differences(Object[] expected, Set<Basis> compared) {
    List<ComparedColumn> columns = ComparedColumn.of(table);
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      ComparedColumn column = columns.get(i);
      if (compared.contains(column.basis())) {
        Cell right = Cell.of(column.name(), expected[i]);
        cells.get(i).differenceFrom(right).ifPresent(differences::add);
      }
    }
    return differences;
  }

  private static String outcome(TableRole table, List<Cell> cells) {
    return table == TableRole.SILVER
        ? "a trade"
        : "rejected as " + cells.get(ComparedColumn.REASON).text();
  }
}
