package com.k2.marketdata.kafka;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.message.ReadItem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads a task's offset ranges: of each every committed message of {@code [from, to)} in offset
 * order, then its receipt. A range is done when the consumer's position reaches its end, so offsets
 * without a message (transaction markers, compacted keys) are no gap.
 *
 * <p>Up to {@value #AT_ONCE} partitions are read at once, and what their ranges yield is mixed: a
 * consumer asks for more of a partition only when it has handed on all it had, so that the broker
 * answers for one partition while the messages of another are worked on. A partition whose ranges
 * are done leaves its place to the next, and is fetched no more. The ranges of one partition follow
 * each other.
 *
 * <p>A partition that does not advance fails the reader: when Kafka has delivered nothing of any
 * partition for the read time-out, or nothing of this one for as many time-outs as partitions are
 * read at once. By then a broker that serves them in turn, each within the time-out, has come to
 * it. Only the time that Kafka takes counts, not what is done with the messages meanwhile.
 *
 * <p>The consumer holds at most two fetches of each partition that is being read: one that waits,
 * and one that is used up but part of an answer of the broker of which other parts wait. With the
 * settings of {@link KafkaConfig} that is 16 MB, as the producer compressed them. Beside it there
 * are the messages of one poll, which are handed on before the next. For one thread.
 */
final class RangeReader {
  static final int AT_ONCE = 4;
  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final Duration timeout;
  private final Queue<PartitionProgress> waiting;
  private final List<PartitionProgress> reading = new ArrayList<>();

  /** How long one partition may bring nothing while others do. */
  private final Duration timeoutOfOne;

  private int turn;
  private long silentNanos;

  RangeReader(
      Consumer<byte[], byte[]> consumer,
      ReadOffsetRanges.Settings settings,
      List<NumberedRange> ranges) {
    this.consumer = consumer;
    this.timeout = settings.timeout();
    this.waiting = new ArrayDeque<>(PartitionProgress.of(settings, ranges));
    this.timeoutOfOne = timeout.multipliedBy(Math.min(AT_ONCE, waiting.size()));
  }

  /**
   * The next message or receipt; null behind the last receipt.
   *
   * @throws SystemFaultException if Kafka does not deliver for the read time-out
   */
  @Nullable ReadItem next() {
    while (true) {
      for (; turn < reading.size(); turn++) {
        ReadItem item = reading.get(turn).next();
        if (item != null) {
          return item;
        }
      }
      if (!admit()) {
        if (reading.isEmpty()) {
          return null;
        }
        poll();
      }
      turn = 0;
    }
  }

  /**
   * Gives the places of partitions that are done to those that wait. The consumer keeps what it has
   * fetched of a partition that stays assigned; a paused one would keep its own for nothing.
   *
   * @return whether there is one that has not been read from before
   */
  private boolean admit() {
    boolean changed = reading.removeIf(PartitionProgress::isDone);
    boolean admitted = false;
    while (reading.size() < AT_ONCE && !waiting.isEmpty()) {
      reading.add(waiting.remove());
      admitted = true;
    }
    if (changed || admitted) {
      consumer.assign(reading.stream().map(PartitionProgress::partition).toList());
    }
    return admitted;
  }

  private void poll() {
    try {
      reading.forEach(partition -> partition.seek(consumer));
      long begin = System.nanoTime();
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      long took = System.nanoTime() - begin;
      silentNanos += took;
      for (PartitionProgress partition : reading) {
        if (partition.take(records.records(partition.partition()), reached(partition), took)) {
          silentNanos = 0;
        }
      }
    } catch (OffsetOutOfRangeException e) {
      String gone =
          e.offsetOutOfRangePartitions().entrySet().stream()
              .map(at -> offset(at.getKey(), at.getValue()))
              .collect(Collectors.joining(", "));
      throw new SystemFaultException(
          "Kafka no longer has " + gone + "; planning anew tells why.", e);
    } catch (KafkaException e) {
      // Which of them it was, only the client's message can tell.
      String asked =
          reading.stream()
              .map(at -> offset(at.partition(), at.position()))
              .collect(Collectors.joining(", "));
      throw new SystemFaultException("Could not read " + asked + ": " + e.getMessage(), e);
    }
    requireProgress();
  }

  /** Does not wait: while a new leader's log is being compared, the position is not known. */
  private long reached(PartitionProgress partition) {
    try {
      return consumer.position(partition.partition(), Duration.ZERO);
    } catch (TimeoutException e) {
      return partition.position();
    }
  }

  private void requireProgress() {
    PartitionProgress slowest =
        Collections.max(reading, Comparator.comparingLong(PartitionProgress::waitedNanos));
    if (silentNanos > timeout.toNanos() || slowest.waitedNanos() > timeoutOfOne.toNanos()) {
      throw new SystemFaultException(
          "Kafka has delivered nothing of "
              + slowest.partition()
              + " from offset "
              + slowest.position()
              + " for "
              + Duration.ofNanos(slowest.waitedNanos()).toSeconds()
              + " s. Check that the broker is up and the partition has a leader.");
    }
  }

  private static String offset(TopicPartition partition, long offset) {
    return "offset " + offset + " of " + partition;
  }
}
