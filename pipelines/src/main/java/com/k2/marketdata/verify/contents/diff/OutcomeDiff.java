package com.k2.marketdata.verify.contents.diff;

import com.k2.marketdata.exchange.MessageJudge;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.verify.contents.finding.ContentFinding;
import com.k2.marketdata.verify.contents.finding.ContentKind;
import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.contents.row.ComparedColumn;
import com.k2.marketdata.verify.contents.row.ExpectedRow;
import com.k2.marketdata.verify.contents.row.RowDigest;
import com.k2.marketdata.verify.contents.row.RowHasher;
import com.k2.marketdata.verify.contents.task.BronzeColumns;
import com.k2.marketdata.verify.contents.task.ContentPlan;
import com.k2.marketdata.verify.contents.task.TableColumns;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.Block;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.StructLike;
import org.roaringbitmap.RoaringBitmap;

/**
 * Compares the rows of silver and the dead letters in one block with those that K2 would write for
 * bronze's rows, offset by offset. Holds {@value Block#SIZE} times 25 bytes, and a bounded number
 * of shortened rows.
 *
 * <p>A replayed offset has a trade and a dead letter. The trade should be as today's rules make it;
 * the rules of the replay are not recorded. The dead letter keeps the outcome of earlier rules, so
 * only what follows from its message is compared.
 */
public final class OutcomeDiff {
  private static final byte NONE = 0;
  private static final byte TRADE = 1;
  private static final byte DEAD_LETTER = 2;
  private static final byte SCHEMA_UNKNOWN = 3;

  private final ContentPlan plan;
  private final PartitionId partition;
  private final long begin;
  private final MessageJudge judge;
  private final RowHasher hasher = new RowHasher();

  private final byte[] outcomes = new byte[Block.SIZE];
  private final long[] rules = new long[Block.SIZE];
  private final long[] asTrade = new long[Block.SIZE];
  private final long[] asDeadLetter = new long[Block.SIZE];
  private final RoaringBitmap repeated = new RoaringBitmap();
  private final RoaringBitmap replayed = new RoaringBitmap();
  private final Map<ContentKind, Integer> kept = new EnumMap<>(ContentKind.class);
  private final Map<Integer, List<DifferingRow>> examples = new TreeMap<>();

  /** Compares the block of a partition that begins at an offset. */
  public OutcomeDiff(ContentPlan plan, PartitionId partition, long begin) {
    this.plan = plan;
    this.partition = partition;
    this.begin = begin;
    this.judge = plan.rules().judges().create();
  }

  /**
   * Adds the differences to the verdict. Only offsets with exactly one row in bronze are compared.
   *
   * @param outcomeTables silver and the dead letters, those that exist, in this order
   */
  public void compare(
      BlockRows bronze, Map<TableRole, BlockRows> outcomeTables, ContentVerdict verdict) {
    BronzeColumns columns = new BronzeColumns(bronze.columns());
    bronze.read((offset, row) -> expect(offset, columns.message(row)));
    outcomeTables.forEach(
        (table, rows) -> {
          TableColumns compared = TableColumns.of(table, rows.columns());
          rows.read(
              (offset, row) -> {
                if (compared.isReplayed(row)) {
                  replayed.add(offset);
                }
                compare(table, offset, compared.values(row), verdict);
              });
        });
    if (!examples.isEmpty()) {
      bronze.read((offset, row) -> explain(offset, columns, row, verdict));
    }
  }

  private void expect(int offset, KafkaMessage message) {
    if (!plan.isJudged(partition, begin + offset)) {
      return;
    }
    if (outcomes[offset] != NONE) {
      repeated.add(offset);
    }
    ExpectedRow expected = plan.expected().of(judge.judge(message));
    outcomes[offset] =
        expected.table() == TableRole.SILVER
            ? TRADE
            : expected.reason() == RejectReason.SCHEMA_UNKNOWN ? SCHEMA_UNKNOWN : DEAD_LETTER;
    rules[offset] = digest(expected.table(), offset, expected.values()).rules();
    asTrade[offset] = messageHash(TableRole.SILVER, offset, message);
    asDeadLetter[offset] = messageHash(TableRole.DEAD_LETTERS, offset, message);
  }

  private void compare(TableRole table, int offset, Object[] values, ContentVerdict verdict) {
    if (outcomes[offset] == NONE
        || repeated.contains(offset)
        || !plan.isJudged(partition, begin + offset)) {
      return;
    }
    RowDigest found = digest(table, offset, values);
    boolean trade = table == TableRole.SILVER;
    boolean sameMessage = found.message() == (trade ? asTrade : asDeadLetter)[offset];
    boolean sameTable = trade == (outcomes[offset] == TRADE);
    boolean superseded = !trade && replayed.contains(offset);
    if (sameMessage && (superseded || (sameTable && found.rules() == rules[offset]))) {
      return;
    }
    ContentKind kind = !sameMessage ? ContentKind.CHANGED : kind(table, offset, values, sameTable);
    verdict.count(kind);
    if (kept.merge(kind, 1, Integer::sum) <= ContentVerdict.MAX_FINDINGS) {
      examples
          .computeIfAbsent(offset, any -> new ArrayList<>())
          .add(DifferingRow.of(kind, table, values));
    }
  }

  /** What a difference means in columns that depend on the rules. */
  private ContentKind kind(TableRole table, int offset, Object[] values, boolean sameTable) {
    if (outcomes[offset] == SCHEMA_UNKNOWN) {
      return ContentKind.SCHEMA_GONE;
    }
    // The registry received the schema later.
    boolean schemaWasUnknown =
        table == TableRole.DEAD_LETTERS
            && RejectReason.SCHEMA_UNKNOWN
                .code()
                .equals(String.valueOf(values[ComparedColumn.REASON]));
    if (schemaWasUnknown
        || replayed.contains(offset)
        || !plan.provenance().sameRules(partition, begin + offset)) {
      return ContentKind.JUDGED_DIFFERENTLY;
    }
    return sameTable ? ContentKind.CHANGED : ContentKind.WRONG_OUTCOME;
  }

  private void explain(int offset, BronzeColumns columns, StructLike row, ContentVerdict verdict) {
    List<DifferingRow> differing = examples.get(offset);
    if (differing == null) {
      return;
    }
    KafkaMessage message = columns.message(row);
    ExpectedRow expected = plan.expected().of(judge.judge(message));
    boolean sameVersion = plan.provenance().sameVersion(partition, begin + offset);
    for (DifferingRow found : differing) {
      verdict.keep(
          new ContentFinding(
              found.kind(),
              found.table(),
              partition,
              begin + offset,
              found.table() == expected.table()
                  ? found.differences(expected, sameVersion)
                  : found.differencesFromOtherTable(
                      expected, plan.expected().ofMessage(found.table(), message))));
    }
  }

  private RowDigest digest(TableRole table, int offset, Object[] values) {
    return hasher.digest(
        table,
        partition.number(),
        begin + offset,
        values,
        plan.provenance().sameVersion(partition, begin + offset));
  }

  private long messageHash(TableRole table, int offset, KafkaMessage message) {
    return hasher.messageHash(
        table, partition.number(), begin + offset, plan.expected().ofMessage(table, message));
  }
}
