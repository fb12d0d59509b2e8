package com.k2.marketdata.replay;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Offsets of one topic, as a bitmap per partition: at most two bytes for each, often less. */
final class OffsetBitmaps implements Serializable {
  private static final long serialVersionUID = 1L;

  private final SortedMap<Integer, Roaring64Bitmap> byPartition = new TreeMap<>();

  /**
   * Adds an offset.
   *
   * @return false if it is already there
   */
  boolean add(int partition, long offset) {
    if (contains(partition, offset)) {
      return false;
    }
    byPartition.computeIfAbsent(partition, any -> new Roaring64Bitmap()).addLong(offset);
    return true;
  }

  boolean contains(int partition, long offset) {
    Roaring64Bitmap offsets = byPartition.get(partition);
    return offsets != null && offsets.contains(offset);
  }
}
