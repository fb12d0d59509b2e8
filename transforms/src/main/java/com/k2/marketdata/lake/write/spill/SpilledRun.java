package com.k2.marketdata.lake.write.spill;

import org.checkerframework.checker.nullness.qual.Nullable;

/** Sorted rows in a part of a spill file. */
final class SpilledRun implements SortedRows {
  private final SpillFile file;
  private final long end;
  private SpillFile.@Nullable Segment next;

  private SpilledRun(SpillFile file, long begin, long end) {
    this.file = file;
    this.end = end;
    advance(begin);
  }

  /** Appends the rows to the file. */
  static SpilledRun write(SortedRows rows, SpillFile file) {
    long begin = file.size();
    ByteBuilder segment = new ByteBuilder();
    while (rows.hasNext()) {
      int partition = rows.partition();
      rows.next(segment);
      file.append(partition, segment);
    }
    return new SpilledRun(file, begin, file.size());
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public int partition() {
    return next.partition();
  }

  @Override
  public void next(ByteBuilder rows) {
    file.read(next, rows);
    advance(next.end());
  }

  private void advance(long position) {
    next = position < end ? file.segment(position) : null;
  }
}
