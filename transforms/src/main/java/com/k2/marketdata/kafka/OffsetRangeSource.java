package com.k2.marketdata.kafka;

import com.k2.marketdata.message.BatchReader;
import com.k2.marketdata.message.ReadBatch;
import com.k2.marketdata.message.ReadItem;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The tasks of a cycle as a source that splits into exactly one source per task. It is a source and
 * not a DoFn because runners pull a source's elements one by one, but may collect all outputs that
 * a DoFn has for one input element.
 */
final class OffsetRangeSource extends BoundedSource<List<ReadItem>> {
  private static final long serialVersionUID = 1L;
  private static final long ASSUMED_RECORD_BYTES = 100;

  private final KafkaConfig kafka;
  private final ReadOffsetRanges.Settings settings;
  private final List<List<NumberedRange>> tasks;

  OffsetRangeSource(
      KafkaConfig kafka, ReadOffsetRanges.Settings settings, List<List<NumberedRange>> tasks) {
    this.kafka = kafka;
    this.settings = settings;
    this.tasks = tasks;
  }

  @Override
  public List<OffsetRangeSource> split(long desiredBundleSizeBytes, PipelineOptions options) {
    return tasks.stream()
        .map(task -> new OffsetRangeSource(kafka, settings, List.of(task)))
        .toList();
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return tasks.stream()
        .flatMap(List::stream)
        .mapToLong(range -> range.offsets().length() * ASSUMED_RECORD_BYTES)
        .sum();
  }

  @Override
  public Coder<List<ReadItem>> getOutputCoder() {
    return ReadBatch.coder();
  }

  @Override
  public BoundedReader<List<ReadItem>> createReader(PipelineOptions options) {
    List<NumberedRange> ranges = tasks.stream().flatMap(List::stream).toList();
    return new BatchReader(this, () -> new LeasedRangeReader(kafka, settings, ranges));
  }
}
