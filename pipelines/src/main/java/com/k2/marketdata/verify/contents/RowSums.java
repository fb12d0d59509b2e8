package com.k2.marketdata.verify.contents;

import com.k2.marketdata.exchange.MessageJudge;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.row.ExpectedRow;
import com.k2.marketdata.verify.contents.row.RowDigest;
import com.k2.marketdata.verify.contents.row.RowHasher;
import com.k2.marketdata.verify.contents.task.BronzeColumns;
import com.k2.marketdata.verify.contents.task.ContentPlan;
import com.k2.marketdata.verify.contents.task.TableColumns;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.Block;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.BlockKey.Axis;
import com.k2.marketdata.verify.scan.DataFileReader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import org.apache.iceberg.StructLike;

/**
 * Adds up the hashes of a table's rows by block and, for bronze, by range of the ledgers' sums. For
 * one thread.
 */
final class RowSums {
  /** The maximum number of open sums, which take about 100 bytes each. */
  private static final int MAX_OPEN = 10_000;

  private final TableRole role;
  private final ContentPlan plan;
  private final TableColumns columns;
  private final BronzeColumns bronze;
  private final MessageJudge judge;
  private final RowHasher hasher = new RowHasher();
  private final BiConsumer<BlockKey, BlockSums> blocks;
  private final ObjLongConsumer<Integer> ranges;
  private final Map<BlockKey, BlockSums> open = new HashMap<>();
  private final Map<Integer, Long> openRanges = new HashMap<>();

  /**
   * @param blocks receives the sums of a block's rows, possibly in several pieces
   * @param ranges receives the sum of a range's rows, possibly in several pieces
   */
  RowSums(
      TableRole role,
      ContentPlan plan,
      DataFileReader rows,
      BiConsumer<BlockKey, BlockSums> blocks,
      ObjLongConsumer<Integer> ranges) {
    this.role = role;
    this.plan = plan;
    this.columns = TableColumns.of(role, rows);
    this.bronze = new BronzeColumns(rows);
    this.judge = plan.rules().judges().create();
    this.blocks = blocks;
    this.ranges = ranges;
  }

  void add(StructLike row) {
    PartitionId partition = columns.partition(row);
    long offset = columns.offset(row);
    if (role == TableRole.BRONZE) {
      add(partition, offset, ofBronze(row, partition, offset));
    } else if (plan.isJudged(partition, offset)) {
      add(partition, offset, BlockSums.ofOutcome(digest(row, partition, offset)));
    }
  }

  /** Emits the sums that have not been emitted yet. */
  void flush() {
    open.forEach(blocks);
    open.clear();
    openRanges.forEach(ranges::accept);
    openRanges.clear();
  }

  private BlockSums ofBronze(StructLike row, PartitionId partition, long offset) {
    long hash = bronze.hash(row);
    plan.sums()
        .range(partition, offset)
        .ifPresent(range -> openRanges.merge(range, hash, Long::sum));
    if (!plan.tables().has(TableRole.SILVER) || !plan.isJudged(partition, offset)) {
      return BlockSums.ofBronze(hash);
    }
    ExpectedRow expected = plan.expected().of(judge.judge(bronze.message(row)));
    return BlockSums.ofBronze(
        hash,
        hasher.digest(
            expected.table(),
            partition.number(),
            offset,
            expected.values(),
            plan.provenance().sameVersion(partition, offset)));
  }

  private RowDigest digest(StructLike row, PartitionId partition, long offset) {
    return hasher.digest(
        role,
        partition.number(),
        offset,
        columns.values(row),
        plan.provenance().sameVersion(partition, offset));
  }

  private void add(PartitionId partition, long offset, BlockSums sums) {
    BlockKey key =
        new BlockKey(
            Axis.KAFKA_OFFSETS, partition.topicId(), partition.number(), offset / Block.SIZE);
    open.merge(key, sums, BlockSums::plus);
    if (open.size() > MAX_OPEN) {
      flush();
    }
  }
}
