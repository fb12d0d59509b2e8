package com.k2.marketdata.lake.write.spill;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.write.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Sorts rows by partition value with bounded memory. Rows are collected in a buffer; when it is
 * full, its sorted rows are appended to a file, which is created then. Not safe for concurrent use.
 */
public final class RowSpill {
  private static final int BUFFER_BYTES = 16 << 20;

  private final Supplier<SpillFile> create;
  private final int bufferBytes;
  private final SortedSet<Integer> partitions = new TreeSet<>();
  private final List<SortedRows> runs = new ArrayList<>();
  private RowBuffer buffer = new RowBuffer();
  private @Nullable SpillFile file;

  /** Spills rows to a file in the folder of the settings. */
  public RowSpill(SpillSettings settings) {
    this(() -> SpillFile.create(settings), BUFFER_BYTES);
  }

  /**
   * @param bufferBytes how many bytes of rows are collected before they are written to the file
   */
  RowSpill(Supplier<SpillFile> create, int bufferBytes) {
    this.create = create;
    this.bufferBytes = bufferBytes;
  }

  /** Whether rows of a partition value have been added. */
  public boolean has(int partition) {
    return partitions.contains(partition);
  }

  /**
   * Adds a copy of the row.
   *
   * @throws SystemFaultException if the file cannot be created or written, or would be too large
   */
  public void add(int partition, Row row) {
    buffer.add(partition, row);
    partitions.add(partition);
    if (buffer.bytes() >= bufferBytes) {
      if (file == null) {
        file = create.get();
      }
      runs.add(SpilledRun.write(buffer.sorted(), file));
      buffer.clear();
    }
  }

  /**
   * Sets the row to each added row in turn: partition value by partition value in ascending order,
   * and for each of them in the order in which the rows were added.
   *
   * @param each receives the row's partition value
   * @throws SystemFaultException if the file cannot be read
   */
  public void drain(Row row, IntConsumer each) {
    runs.add(buffer.sorted());
    RowCodec codec = new RowCodec();
    ByteBuilder segment = new ByteBuilder();
    for (int partition : partitions) {
      for (SortedRows run : runs) {
        while (run.hasNext() && run.partition() == partition) {
          run.next(segment);
          codec.decode(segment, row, () -> each.accept(partition));
        }
      }
    }
  }

  /** Discards all rows and deletes the file. */
  public void close() {
    partitions.clear();
    runs.clear();
    buffer = new RowBuffer();
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
