package com.k2.marketdata.kafka;

import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadBatch;
import com.k2.marketdata.message.ReadItem;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads exactly the given offset ranges of a topic: each range's committed messages in offset
 * order, then its {@link RangeReceipt}. A task is a list of ranges for one reader, which reads
 * different partitions at once and mixes their messages. The reader yields short lists ({@link
 * ReadBatch}).
 *
 * <p>KafkaIO cannot do this: its bounded form over exact ranges is not public, and its unbounded
 * form does not run on Spark as a bounded pipeline.
 */
public final class ReadOffsetRanges extends PTransform<PBegin, PCollection<List<ReadItem>>> {
  private static final long serialVersionUID = 1L;

  private final KafkaConfig kafka;
  private final Settings settings;
  private final List<List<NumberedRange>> tasks;

  /**
   * What a reader needs in addition to its ranges.
   *
   * @param clockMicros the cycle's clock, the ingestion time of the messages
   * @param timeout how long Kafka may deliver nothing before the reader fails, see {@link
   *     RangeReader}
   */
  public record Settings(TopicIdentity topic, long clockMicros, Duration timeout)
      implements Serializable {}

  private ReadOffsetRanges(KafkaConfig kafka, Settings settings, List<List<NumberedRange>> tasks) {
    this.kafka = kafka;
    this.settings = settings;
    this.tasks = tasks;
  }

  /** Reads the ranges of {@code tasks}, one reader per task. */
  public static ReadOffsetRanges of(
      KafkaConfig kafka, Settings settings, List<List<NumberedRange>> tasks) {
    return new ReadOffsetRanges(kafka, settings, tasks.stream().map(List::copyOf).toList());
  }

  @Override
  public PCollection<List<ReadItem>> expand(PBegin input) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one task to read.");
    }
    if (tasks.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("Every task must have at least one range.");
    }
    return input.apply("Read ranges", Read.from(new OffsetRangeSource(kafka, settings, tasks)));
  }
}
