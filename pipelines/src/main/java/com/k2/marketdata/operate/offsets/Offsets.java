package com.k2.marketdata.operate.offsets;

import com.k2.marketdata.kafka.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** An immutable set of offsets of one partition. */
public final class Offsets {
  public static final Offsets NONE = new Offsets(new Roaring64Bitmap());

  private final Roaring64Bitmap bitmap;

  private Offsets(Roaring64Bitmap bitmap) {
    this.bitmap = bitmap;
  }

  /** A copy of a bitmap. */
  public static Offsets copyOf(Roaring64Bitmap bitmap) {
    return new Offsets(bitmap.clone());
  }

  /** The offsets {@code [from, to)}; none if {@code to} is not higher. */
  public static Offsets range(long from, long to) {
    Roaring64Bitmap range = new Roaring64Bitmap();
    if (to > from) {
      range.addRange(from, to);
    }
    return new Offsets(range);
  }

  public Offsets plus(Offsets other) {
    Roaring64Bitmap sum = bitmap.clone();
    sum.or(other.bitmap);
    return new Offsets(sum);
  }

  public Offsets minus(Offsets other) {
    Roaring64Bitmap rest = bitmap.clone();
    rest.andNot(other.bitmap);
    return new Offsets(rest);
  }

  public Offsets and(Offsets other) {
    Roaring64Bitmap common = bitmap.clone();
    common.and(other.bitmap);
    return new Offsets(common);
  }

  /** Those below an offset. */
  public Offsets below(long end) {
    return and(range(0, end));
  }

  public boolean contains(long offset) {
    return bitmap.contains(offset);
  }

  public boolean isEmpty() {
    return bitmap.isEmpty();
  }

  public long count() {
    return bitmap.getLongCardinality();
  }

  /** The lowest; the set must not be empty. */
  public long first() {
    return bitmap.first();
  }

  /** The offset after the highest; the set must not be empty. */
  public long end() {
    return bitmap.last() + 1;
  }

  /** The longest ranges that contain only these offsets. */
  public List<OffsetRange> ranges(int partition) {
    List<OffsetRange> ranges = new ArrayList<>();
    LongIterator each = bitmap.getLongIterator();
    long from = -1;
    long to = -1;
    while (each.hasNext()) {
      long offset = each.next();
      if (offset != to) {
        add(ranges, partition, from, to);
        from = offset;
      }
      to = offset + 1;
    }
    add(ranges, partition, from, to);
    return ranges;
  }

  private static void add(List<OffsetRange> ranges, int partition, long from, long to) {
    if (to > from) {
      ranges.add(new OffsetRange(partition, from, to));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Offsets that && bitmap.equals(that.bitmap);
  }

  @Override
  public int hashCode() {
    return bitmap.hashCode();
  }

  @Override
  public String toString() {
    return ranges(0).toString();
  }
}
