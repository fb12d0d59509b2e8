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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads a task's offset ranges. Each range yields every committed message of {@code [from, to)} in
 * offset order, then its receipt. A range is done when the consumer's position reaches its end, so
 * offsets without a message (transaction markers, compacted keys) are not a gap.
 *
 * <p>Up to {@value #AT_ONCE} partitions are read at once, and their items are mixed: a consumer
 * fetches more of a partition only when it has returned all that it had of it, so the broker sends
 * one partition while the messages of another are processed. When the ranges of a partition are
 * done, it is no longer fetched and the next partition takes its place. The ranges of one partition
 * are read one after the other.
 *
 * <p>The reader fails if no partition has advanced for the read timeout, or if one partition has
 * not advanced for the timeout times the number of partitions read at once. Within that time a
 * broker that serves the partitions in turn, each within the timeout, has reached every one. Only
 * the time spent in Kafka's client counts, not the time in which the messages are processed.
 *
 * <p>The consumer holds at most two fetches of each partition that is being read: one that waits,
 * and one that is used up but belongs to a response whose other parts wait. With the settings of
 * {@link KafkaConfig} that is 16 MB, as the producer compressed them. The messages of one poll come
 * in addition, up to {@link PolledBytes#MAX_BYTES} and one message; all are returned before the
 * next poll. Once a poll has exceeded that, and for few offsets, whose sizes are unknown, the
 * reader polls single records. For one thread.
 */
final class RangeReader {
  static final int AT_ONCE = 4;
  private static final Duration POLL = Duration.ofMillis(500);

  /** Up to this number of offsets, polls of single records cost next to nothing. */
  private static final long FEW_OFFSETS = 500;

  private final Polls polls;
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final Queue<PartitionProgress> waiting;
  private final List<PartitionProgress> reading = new ArrayList<>();

  /** How long one partition may fail to advance while others do. */
  private final Duration timeoutOfOne;

  private int turn;
  private long silentNanos;

  RangeReader(Polls polls, ReadOffsetRanges.Settings settings, List<NumberedRange> ranges) {
    this(polls, settings, ranges, System::nanoTime);
  }

  /**
   * @param nanoTime the clock that measures the time in Kafka's client
   */
  RangeReader(
      Polls polls,
      ReadOffsetRanges.Settings settings,
      List<NumberedRange> ranges,
      LongSupplier nanoTime) {
    this.polls = polls;
    this.timeout = settings.timeout();
    this.nanoTime = nanoTime;
    this.waiting = new ArrayDeque<>(PartitionProgress.of(settings, ranges));
    this.timeoutOfOne = timeout.multipliedBy(Math.min(AT_ONCE, waiting.size()));
    if (ranges.stream().mapToLong(range -> range.offsets().length()).sum() <= FEW_OFFSETS) {
      polls.pollSingleRecords();
    }
  }

  /**
   * The next message or receipt; null after the last receipt.
   *
   * @throws SystemFaultException if Kafka does not deliver within the read timeout
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
   * Replaces partitions that are done by waiting ones. The consumer keeps what it has fetched of a
   * partition that stays assigned; the fetched data of a paused one would only use memory.
   *
   * @return whether a partition was added
   */
  private boolean admit() {
    boolean changed = reading.removeIf(PartitionProgress::isDone);
    boolean admitted = false;
    while (reading.size() < AT_ONCE && !waiting.isEmpty()) {
      reading.add(waiting.remove());
      admitted = true;
    }
    if (changed || admitted) {
      assign();
    }
    return admitted;
  }

  private void assign() {
    polls.consumer().assign(reading.stream().map(PartitionProgress::partition).toList());
  }

  private void poll() {
    try {
      reading.forEach(partition -> partition.seek(polls.consumer()));
      polls.beginPoll();
      long begin = nanoTime.getAsLong();
      ConsumerRecords<byte[], byte[]> records = polls.consumer().poll(POLL);
      long took = nanoTime.getAsLong() - begin;
      silentNanos += took;
      for (PartitionProgress partition : reading) {
        if (partition.take(records.records(partition.partition()), reached(partition), took)) {
          silentNanos = 0;
        }
      }
      if (reading.stream().anyMatch(PartitionProgress::isIncomplete)) {
        polls.pollSingleRecords();
        reading.forEach(PartitionProgress::seekAgain);
        assign();
      }
    } catch (OffsetOutOfRangeException e) {
      String gone =
          e.offsetOutOfRangePartitions().entrySet().stream()
              .map(at -> offset(at.getKey(), at.getValue()))
              .collect(Collectors.joining(", "));
      throw new SystemFaultException(
          "Kafka no longer has " + gone + "; the next attempt finds out why.", e);
    } catch (KafkaException e) {
      // Only the client's message may say which partition failed.
      String requested =
          reading.stream()
              .map(at -> offset(at.partition(), at.position()))
              .collect(Collectors.joining(", "));
      throw new SystemFaultException("Could not read " + requested + ": " + e.getMessage(), e);
    }
    requireProgress();
  }

  /** Does not wait: while a new leader's log is being compared, the position is unknown. */
  private long reached(PartitionProgress partition) {
    try {
      return polls.consumer().position(partition.partition(), Duration.ZERO);
    } catch (TimeoutException e) {
      return partition.position();
    }
  }

  private void requireProgress() {
    PartitionProgress slowest =
        Collections.max(reading, Comparator.comparingLong(PartitionProgress::waitedNanos));
    if (silentNanos > timeout.toNanos() || slowest.waitedNanos() > timeoutOfOne.toNanos()) {
      throw new SystemFaultException(
          "Kafka has delivered nothing from "
              + slowest.partition()
              + " at offset "
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
