package com.k2.marketdata.cli.ledger;

import com.k2.marketdata.cli.text.TextTable;
import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.operate.TablePosition;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Prints the parts of ledgers by which the contents of tables can be verified: the sums of bronze's
 * rows, and the rules that judged silver's messages.
 */
final class LedgerEvidence {
  private static final int MAX_PARTITIONS = 16;
  private static final int MAX_RULES = 10;

  private LedgerEvidence() {}

  /** Prints nothing for ledgers that have neither. */
  static void print(List<TablePosition> positions, PrintWriter out) {
    sums(positions, out);
    rules(positions, out);
  }

  private static void sums(List<TablePosition> positions, PrintWriter out) {
    TextTable sums = new TextTable("TABLE", "TOPIC ID", "SUM", "FROM");
    boolean any = false;
    for (TablePosition position : positions) {
      position
          .sums()
          .forEach(
              (topicId, sum) ->
                  sums.row(position.table(), topicId, sum.hex(), offsets(sum.from())));
      any |= !position.sums().isEmpty();
    }
    if (any) {
      out.println("\nThe sum of the hashes of all rows that were written, from these offsets on:");
      out.print(sums);
    }
  }

  private static void rules(List<TablePosition> positions, PrintWriter out) {
    TextTable rules = new TextTable("TABLE", "TOPIC ID", "RULES", "VERSION", "FROM");
    boolean any = false;
    int older = 0;
    for (TablePosition position : positions) {
      int hidden = Math.max(0, position.judged().size() - MAX_RULES);
      older += hidden;
      for (JudgedBy entry : position.judged().subList(hidden, position.judged().size())) {
        rules.row(
            position.table(),
            entry.topicId(),
            entry.rules(),
            entry.version(),
            offsets(entry.from()));
        any = true;
      }
    }
    if (any) {
      out.println("\nThe rules that judged the messages, from these offsets on:");
      out.print(rules);
      if (older > 0) {
        out.println("and " + older + " older; --format=json prints all");
      }
    }
  }

  /** The offsets of the first partitions, and the number of the others. */
  private static String offsets(SortedMap<Integer, Long> byPartition) {
    String shown =
        byPartition.entrySet().stream()
            .limit(MAX_PARTITIONS)
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(","));
    int more = byPartition.size() - MAX_PARTITIONS;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
