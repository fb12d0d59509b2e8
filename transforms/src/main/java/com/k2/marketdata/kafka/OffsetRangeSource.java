package com.k2.marketdata.kafka;

import com.k2.marketdata.message.ReadBatch;
import com.k2.marketdata.message.ReadItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The tasks of a cycle as a source that splits into exactly one source per task. A source rather
 * than a DoFn: runners pull its elements one by one, whereas a DoFn's outputs are collected for the
 * whole of its input element.
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
    List<NumberedRange> ranges = new ArrayList<>();
    tasks.forEach(ranges::addAll);
    return new Reader(this, ranges);
  }

  private static final class Reader extends BoundedReader<List<ReadItem>> {
    private final OffsetRangeSource source;
    private final List<NumberedRange> ranges;
    private ConsumerPool.Lease lease;
    private RangeReader reader;
    private @Nullable List<ReadItem> current;

    Reader(OffsetRangeSource source, List<NumberedRange> ranges) {
      this.source = source;
      this.ranges = ranges;
    }

    @Override
    public boolean start() throws IOException {
      lease = ConsumerPool.lease(source.kafka, this);
      reader = new RangeReader(lease.consumer(), source.settings, ranges);
      return advance();
    }

    @Override
    public boolean advance() throws IOException {
      try {
        current = ReadBatch.next(reader::next);
      } catch (IOException | RuntimeException | Error e) {
        lease.discard();
        throw e;
      }
      if (current == null) {
        lease.giveBack();
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
    public void close() {
      if (lease != null) {
        lease.discard();
      }
    }

    @Override
    public BoundedSource<List<ReadItem>> getCurrentSource() {
      return source;
    }
  }
}
