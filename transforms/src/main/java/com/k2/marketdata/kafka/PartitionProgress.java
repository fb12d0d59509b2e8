package com.k2.marketdata.kafka;

import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadItem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How far a task's ranges of one partition have been read. The ranges are read one after the other,
 * in the given order, whether or not they are adjacent. Each yields exactly its messages, then its
 * receipt. For one thread.
 */
final class PartitionProgress {
  private final TopicPartition partition;
  private final MessageConverter converter;
  private final Iterator<NumberedRange> ranges;
  private Iterator<ConsumerRecord<byte[], byte[]>> delivered = Collections.emptyIterator();
  private @Nullable NumberedRange range;
  private boolean seekDone;
  private boolean incomplete;
  private long position;
  private long records;
  private long bytes;
  private long waitedNanos;

  private PartitionProgress(
      TopicPartition partition, MessageConverter converter, List<NumberedRange> ranges) {
    this.partition = partition;
    this.converter = converter;
    this.ranges = ranges.iterator();
    begin();
  }

  /** One per partition, in the order of their first ranges. */
  static List<PartitionProgress> of(
      ReadOffsetRanges.Settings settings, List<NumberedRange> ranges) {
    MessageConverter converter = new MessageConverter(settings.topic(), settings.clockMicros());
    Map<TopicPartition, List<NumberedRange>> byPartition = new LinkedHashMap<>();
    for (NumberedRange range : ranges) {
      byPartition
          .computeIfAbsent(
              new TopicPartition(settings.topic().topic(), range.offsets().partition()),
              any -> new ArrayList<>())
          .add(range);
    }
    return byPartition.entrySet().stream()
        .map(each -> new PartitionProgress(each.getKey(), converter, each.getValue()))
        .toList();
  }

  TopicPartition partition() {
    return partition;
  }

  /** The offset that Kafka must deliver next. */
  long position() {
    return position;
  }

  /** How long Kafka has taken since the position last advanced. */
  long waitedNanos() {
    return waitedNanos;
  }

  /** Whether all receipts have been returned. */
  boolean isDone() {
    return range == null;
  }

  /** Moves a consumer to the position, unless it is reading from there already. */
  void seek(Consumer<?, ?> consumer) {
    if (!seekDone) {
      consumer.seek(partition, position);
      seekDone = true;
    }
  }

  /** Makes the next {@link #seek} move the consumer. */
  void seekAgain() {
    seekDone = false;
  }

  /** Whether the last poll omitted records, which must be read again. */
  boolean isIncomplete() {
    return incomplete;
  }

  /**
   * Takes the records of a poll; all earlier ones must have been returned.
   *
   * @param reached the consumer's position
   * @param tookNanos how long the poll took
   * @return whether the position has advanced, by messages or by offsets without a message
   */
  boolean take(List<ConsumerRecord<byte[], byte[]>> records, long reached, long tookNanos) {
    List<ConsumerRecord<byte[], byte[]>> complete = PolledBytes.complete(records);
    incomplete = complete.size() < records.size();
    delivered = complete.iterator();
    long to = incomplete ? records.get(complete.size()).offset() : reached;
    boolean advanced = to > position;
    position = Math.max(position, to);
    waitedNanos = advanced ? 0 : waitedNanos + tookNanos;
    return advanced;
  }

  /** The next message or receipt; null if a poll is needed first, and after the last receipt. */
  @Nullable ReadItem next() {
    if (range == null) {
      return null;
    }
    while (delivered.hasNext()) {
      ConsumerRecord<byte[], byte[]> record = delivered.next();
      if (record.offset() >= range.offsets().to()) {
        delivered = Collections.emptyIterator();
      } else if (record.offset() >= range.offsets().from()) {
        records++;
        bytes += size(record.serializedKeySize()) + size(record.serializedValueSize());
        return converter.message(record);
      }
    }
    return position >= range.offsets().to() ? end(range.number(), range.offsets()) : null;
  }

  private void begin() {
    range = ranges.hasNext() ? ranges.next() : null;
    seekDone = false;
    incomplete = false;
    position = range == null ? position : range.offsets().from();
    records = 0;
    bytes = 0;
    waitedNanos = 0;
  }

  private RangeReceipt end(int number, OffsetRange offsets) {
    RangeReceipt receipt =
        new RangeReceipt(
            number, offsets.from(), offsets.to(), Math.min(position, offsets.to()), records, bytes);
    begin();
    return receipt;
  }

  private static int size(int serialized) {
    return Math.max(serialized, 0); // a missing key or value has size -1
  }
}
