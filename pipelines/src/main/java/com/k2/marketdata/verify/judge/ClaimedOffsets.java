package com.k2.marketdata.verify.judge;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.verify.scan.Block;
import java.io.Serializable;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The offsets of a partition that a ledger claims: {@code [first, next)} without the skipped
 * ranges.
 */
public record ClaimedOffsets(long first, long next, List<Skip> skipped) implements Serializable {

  /** Offsets {@code [from, to)} that an operator has skipped. */
  record Skip(long from, long to) implements Serializable {}

  public ClaimedOffsets {
    skipped = List.copyOf(skipped);
  }

  static ClaimedOffsets of(Ledger ledger, int partition) {
    return new ClaimedOffsets(
        ledger.first().getOrDefault(partition, 0L),
        ledger.next(partition),
        ledger.skipped().stream()
            .filter(range -> range.topicId().equals(ledger.topicId()))
            .filter(range -> range.partition() == partition)
            .map(range -> new Skip(range.from(), range.to()))
            .toList());
  }

  /** Whether an offset is claimed. */
  public boolean contains(long offset) {
    return offset >= first
        && offset < next
        && skipped.stream().noneMatch(skip -> offset >= skip.from() && offset < skip.to());
  }

  /** The claimed offsets of a block, counted from the block's beginning. */
  RoaringBitmap within(long block) {
    RoaringBitmap claimed = part(block, first, next);
    skipped.forEach(skip -> claimed.andNot(part(block, skip.from(), skip.to())));
    return claimed;
  }

  /** The offsets of {@code [from, to)} within a block, counted from the block's beginning. */
  static RoaringBitmap part(long block, long from, long to) {
    long begin = block * Block.SIZE;
    long low = Math.min(Math.max(from - begin, 0), Block.SIZE);
    long high = Math.min(Math.max(to - begin, low), Block.SIZE);
    return RoaringBitmap.bitmapOfRange(low, high);
  }
}
