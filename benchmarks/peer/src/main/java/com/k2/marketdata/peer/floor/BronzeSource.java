package com.k2.marketdata.peer.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;

/** The rows of a bronze table. A thread that becomes free takes the largest remaining file. */
final class BronzeSource implements RecordSource {
  private final Table table;
  private final Schema columns;
  private Queue<FileScanTask> files;

  /** Does not plan the scan yet, because planning is part of the measured work. */
  BronzeSource(Table table) {
    this.table = table;
    this.columns = table.schema().select("raw_bytes", "offset", "ingestion_timestamp");
  }

  @Override
  public void read(int thread, RecordWork work) throws IOException {
    for (FileScanTask file = next(); file != null; file = next()) {
      try (CloseableIterable<StructLike> rows = rows(file)) {
        for (StructLike row : rows) {
          ByteBuffer buffer = row.get(0, ByteBuffer.class);
          byte[] value = new byte[buffer.remaining()];
          buffer.get(value);
          work.take(value, 0, row.get(1, Long.class), 0, row.get(2, Long.class));
        }
      }
    }
  }

  private CloseableIterable<StructLike> rows(FileScanTask file) {
    return Parquet.read(table.io().newInputFile(file.file().location()))
        .project(columns)
        .createReaderFunc(type -> InternalReader.create(columns, type))
        .build();
  }

  private synchronized FileScanTask next() throws IOException {
    if (files == null) {
      List<FileScanTask> planned = new ArrayList<>();
      try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
        tasks.forEach(planned::add);
      }
      planned.sort(Comparator.comparingLong(FileScanTask::length).reversed());
      files = new ArrayDeque<>(planned);
    }
    return files.poll();
  }
}
