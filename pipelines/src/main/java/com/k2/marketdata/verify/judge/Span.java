package com.k2.marketdata.verify.judge;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.verify.scan.Block;
import java.io.Serializable;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The offsets of a partition that a ledger claims: {@code [first, next)}, without those that a
 * person decided to pass over.
 */
public record Span(long first, long next, List<Skip> skipped) implements Serializable {

  /** Offsets {@code [from, to)} that were passed over. */
  record Skip(long from, long to) implements Serializable {}

  public Span {
    skipped = List.copyOf(skipped);
  }

  static Span of(Ledger ledger, int partition) {
    return new Span(
        ledger.first().getOrDefault(partition, 0L),
        ledger.next(partition),
        ledger.skipped().stream()
            .filter(range -> range.topicId().equals(ledger.topicId()))
            .filter(range -> range.partition() == partition)
            .map(range -> new Skip(range.from(), range.to()))
            .toList());
  }

  /** What it claims of a block. */
  RoaringBitmap within(long block) {
    RoaringBitmap claimed = part(block, first, next);
    skipped.forEach(skip -> claimed.andNot(part(block, skip.from(), skip.to())));
    return claimed;
  }

  /** The offsets {@code [from, to)} as far as they are in a block. */
  static RoaringBitmap part(long block, long from, long to) {
    long begin = block * Block.SIZE;
    long low = Math.min(Math.max(from - begin, 0), Block.SIZE);
    long high = Math.min(Math.max(to - begin, low), Block.SIZE);
    return RoaringBitmap.bitmapOfRange(low, high);
  }
}
