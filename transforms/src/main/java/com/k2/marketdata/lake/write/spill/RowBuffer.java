package com.k2.marketdata.lake.write.spill;

import com.k2.marketdata.lake.write.row.Row;
import java.util.Arrays;

/** Collects encoded rows, and returns them sorted by partition value. Not thread-safe. */
final class RowBuffer {
  /** The size at which a segment ends. */
  static final int SEGMENT_BYTES = 64 << 10;

  private final RowCodec codec = new RowCodec();
  private final ByteBuilder bytes = new ByteBuilder();

  /** The partition value and, in the lower half, the number of each row. */
  private long[] order = new long[1_024];

  private int[] ends = new int[1_024];
  private int rows;

  void add(int partition, Row row) {
    if (rows == order.length) {
      order = Arrays.copyOf(order, 2 * rows);
      ends = Arrays.copyOf(ends, 2 * rows);
    }
    codec.encode(row, bytes);
    order[rows] = (long) partition << Integer.SIZE | rows;
    ends[rows] = bytes.size();
    rows++;
  }

  /** The size of the encoded rows. */
  int bytes() {
    return bytes.size();
  }

  void clear() {
    rows = 0;
    bytes.resize(0);
  }

  /** Sorts the rows. Valid until the next change; add no rows before {@link #clear}. */
  SortedRows sorted() {
    Arrays.sort(order, 0, rows);
    return new Sorted();
  }

  private final class Sorted implements SortedRows {
    private int next;

    @Override
    public boolean hasNext() {
      return next < rows;
    }

    @Override
    public int partition() {
      return (int) (order[next] >> Integer.SIZE);
    }

    @Override
    public void next(ByteBuilder segment) {
      segment.resize(0);
      int partition = partition();
      while (hasNext() && partition() == partition && segment.size() < SEGMENT_BYTES) {
        int row = (int) order[next++];
        int begin = row == 0 ? 0 : ends[row - 1];
        segment.write(bytes.array(), begin, ends[row] - begin);
      }
    }
  }
}
