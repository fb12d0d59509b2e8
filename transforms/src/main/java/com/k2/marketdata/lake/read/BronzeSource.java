package com.k2.marketdata.lake.read;

import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.message.BatchReader;
import com.k2.marketdata.message.ReadBatch;
import com.k2.marketdata.message.ReadItem;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/** The tasks of a silver cycle as a source that splits into exactly one source per task. */
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
    return new BatchReader(this, () -> new BronzeReader(bronze.table(), selection, splits));
  }
}
