package com.k2.marketdata.kafka;

import com.k2.marketdata.failure.SystemFaultException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads offset ranges one after the other: every committed message of {@code [from, to)} in offset
 * order, then the receipt. A range is done when the consumer's position reaches its end, so offsets
 * without a message (transaction markers, compacted keys) are no gap. For one thread.
 */
final class RangeReader {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final ReadOffsetRanges.Settings settings;
  private final Iterator<NumberedRange> ranges;
  private Iterator<ConsumerRecord<byte[], byte[]>> batch = Collections.emptyIterator();
  private @Nullable NumberedRange range;
  private TopicPartition partition;
  private long position;
  private long records;
  private long bytes;
  private long waitedNanos;

  RangeReader(
      Consumer<byte[], byte[]> consumer,
      ReadOffsetRanges.Settings settings,
      List<NumberedRange> ranges) {
    this.consumer = consumer;
    this.settings = settings;
    this.ranges = ranges.iterator();
  }

  /**
   * The next message or receipt; null behind the last range.
   *
   * @throws SystemFaultException if Kafka does not deliver for the read time-out
   */
  @Nullable ReadItem next() {
    if (range == null && !begin()) {
      return null;
    }
    while (true) {
      while (batch.hasNext()) {
        ConsumerRecord<byte[], byte[]> record = batch.next();
        if (record.offset() >= range.offsets().to()) {
          batch = Collections.emptyIterator();
          position = range.offsets().to();
        } else if (record.offset() >= range.offsets().from()) {
          records++;
          bytes += size(record.serializedKeySize()) + size(record.serializedValueSize());
          return message(record);
        }
      }
      if (position >= range.offsets().to()) {
        return end();
      }
      poll();
    }
  }

  private boolean begin() {
    if (!ranges.hasNext()) {
      return false;
    }
    range = ranges.next();
    partition = new TopicPartition(settings.topic().topic(), range.offsets().partition());
    position = range.offsets().from();
    records = 0;
    bytes = 0;
    consumer.assign(List.of(partition));
    consumer.seek(partition, position);
    waitedNanos = 0;
    return true;
  }

  private RangeReceipt end() {
    OffsetRange offsets = range.offsets();
    RangeReceipt receipt =
        new RangeReceipt(
            range.number(),
            offsets.from(),
            offsets.to(),
            Math.min(position, offsets.to()),
            records,
            bytes);
    range = null;
    return receipt;
  }

  /** Only the time that Kafka takes counts, not what is done with its records meanwhile. */
  private void poll() {
    long begin = System.nanoTime();
    try {
      batch = consumer.poll(POLL).records(partition).iterator();
      long reached = consumer.position(partition, settings.timeout());
      if (reached > position) {
        position = reached;
        waitedNanos = 0;
        return;
      }
      waitedNanos += System.nanoTime() - begin;
      if (waitedNanos > settings.timeout().toNanos()) {
        throw new SystemFaultException(
            "Kafka has delivered nothing of "
                + partition
                + " from offset "
                + position
                + " for "
                + settings.timeout().toSeconds()
                + " s. Check that the broker is up and the partition has a leader.");
      }
    } catch (OffsetOutOfRangeException e) {
      throw new SystemFaultException(
          "Kafka no longer has offset "
              + position
              + " of "
              + partition
              + "; planning anew tells why.",
          e);
    } catch (KafkaException e) {
      throw new SystemFaultException("Could not read " + partition + ": " + e.getMessage(), e);
    }
  }

  private KafkaMessage message(ConsumerRecord<byte[], byte[]> record) {
    return new KafkaMessage(
        settings.topic().topic(),
        settings.topic().topicId(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        settings.clockMicros(),
        headers(record.headers()),
        record.key(),
        record.value());
  }

  private static int size(int serialized) {
    return Math.max(serialized, 0); // a missing key or value has size -1
  }

  private static Map<String, byte[]> headers(Headers headers) {
    Iterator<Header> each = headers.iterator();
    if (!each.hasNext()) {
      return Map.of();
    }
    Map<String, byte[]> byName = new LinkedHashMap<>();
    while (each.hasNext()) {
      Header header = each.next();
      String name = header.key();
      for (int again = 2; byName.containsKey(name); again++) {
        name = header.key() + "#" + again;
      }
      byName.put(name, header.value());
    }
    return byName;
  }
}
