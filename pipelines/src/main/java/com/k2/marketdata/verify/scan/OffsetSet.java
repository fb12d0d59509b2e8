package com.k2.marketdata.verify.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.roaringbitmap.RoaringBitmap;

/**
 * The offsets of one block that have rows, and those that have more than one. Offsets are counted
 * from the beginning of the block.
 */
public final class OffsetSet {
  private final RoaringBitmap present;
  private final RoaringBitmap repeated;
  private long rows;

  OffsetSet() {
    this(new RoaringBitmap(), new RoaringBitmap(), 0);
  }

  private OffsetSet(RoaringBitmap present, RoaringBitmap repeated, long rows) {
    this.present = present;
    this.repeated = repeated;
    this.rows = rows;
  }

  public void add(int offset) {
    rows++;
    if (!present.checkedAdd(offset)) {
      repeated.add(offset);
    }
  }

  /** Adds the rows of another piece of the same block. An offset that both have is repeated. */
  void add(OffsetSet other) {
    rows += other.rows;
    repeated.or(other.repeated);
    repeated.or(RoaringBitmap.and(present, other.present));
    present.or(other.present);
  }

  /** The offsets with at least one row. Callers must not change the bitmap. */
  public RoaringBitmap present() {
    return present;
  }

  /** The offsets with more than one row. Callers must not change the bitmap. */
  public RoaringBitmap repeated() {
    return repeated;
  }

  public long rows() {
    return rows;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(rows);
    if (rows > 0) {
      present.runOptimize();
      present.serialize(out);
      repeated.runOptimize();
      repeated.serialize(out);
    }
  }

  static OffsetSet read(DataInputStream in) throws IOException {
    long rows = in.readLong();
    RoaringBitmap present = new RoaringBitmap();
    RoaringBitmap repeated = new RoaringBitmap();
    if (rows > 0) {
      present.deserialize(in);
      repeated.deserialize(in);
    }
    return new OffsetSet(present, repeated, rows);
  }
}
