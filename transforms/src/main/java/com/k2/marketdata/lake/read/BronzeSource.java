package com.k2.marketdata.lake.read;

import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.message.ReadBatch;
import com.k2.marketdata.message.ReadItem;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The tasks of a cycle from bronze as a source that splits into exactly one source per task. */
final class BronzeSource extends BoundedSource<List<ReadItem>> {
  private static final long serialVersionUID = 1L;

  private final TaskTable bronze;
  private final BronzeSelection selection;
  private final List<List<BronzeSplit>> tasks;

  BronzeSource(TaskTable bronze, BronzeSelection selection, List<List<BronzeSplit>> tasks) {
    this.bronze = bronze;
    this.selection = selection;
    this.tasks = tasks;
  }

  @Override
  public List<BronzeSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return tasks.stream().map(task -> new BronzeSource(bronze, selection, List.of(task))).toList();
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return tasks.stream().flatMap(List::stream).mapToLong(BronzeSplit::length).sum();
  }

  @Override
  public Coder<List<ReadItem>> getOutputCoder() {
    return ReadBatch.coder();
  }

  @Override
  public BoundedReader<List<ReadItem>> createReader(PipelineOptions options) {
    List<BronzeSplit> splits = tasks.stream().flatMap(List::stream).toList();
    return new Reader(this, new BronzeReader(bronze.table(), selection, splits));
  }

  private static final class Reader extends BoundedReader<List<ReadItem>> {
    private final BronzeSource source;
    private final BronzeReader reader;
    private @Nullable List<ReadItem> current;

    Reader(BronzeSource source, BronzeReader reader) {
      this.source = source;
      this.reader = reader;
    }

    @Override
    public boolean start() throws IOException {
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      try {
        current = ReadBatch.next(reader::next);
      } catch (IOException | RuntimeException | Error e) {
        reader.close();
        throw e;
      }
      return current != null;
    }

    @Override
    public List<ReadItem> getCurrent() {
      if (current == null) {
        throw new NoSuchElementException();
      }
      return current;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }

    @Override
    public BoundedSource<List<ReadItem>> getCurrentSource() {
      return source;
    }
  }
}
