package com.k2.marketdata.check.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages that a check compares with the tables.
 *
 * @param messages ordered by partition, and by offset within a partition
 * @param begins the first offset that Kafka still has, per partition
 * @param ends the offset at which the check stops, per partition
 * @param kafkaEnds the end offset of each partition in Kafka, at or after {@code ends}
 */
public record TopicContents(
    String topic,
    String topicId,
    List<Message> messages,
    Map<Integer, Long> begins,
    Map<Integer, Long> ends,
    Map<Integer, Long> kafkaEnds) {

  /** Finds messages by partition and offset. */
  public Index index() {
    Map<Integer, int[]> ranges = new HashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      int at = i;
      ranges.computeIfAbsent(messages.get(i).partition(), partition -> new int[] {at, at})[1] =
          i + 1;
    }
    return new Index(ranges);
  }

  /** Whether Kafka cannot say, or was not asked, what is at an offset. */
  public boolean isOutside(int partition, long offset) {
    Long end = ends.get(partition);
    return end != null
        && (offset < begins.get(partition) || (offset >= end && offset < kafkaEnds.get(partition)));
  }

  /** Positions in the list of messages, found by binary search in a partition's part of it. */
  public final class Index {
    private final Map<Integer, int[]> ranges;

    private Index(Map<Integer, int[]> ranges) {
      this.ranges = ranges;
    }

    /** The position of a message in the list; -1 if there is none at this offset. */
    public int of(int partition, long offset) {
      int[] range = ranges.get(partition);
      if (range == null) {
        return -1;
      }
      int low = range[0];
      int high = range[1] - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        long found = messages.get(middle).offset();
        if (found == offset) {
          return middle;
        }
        if (found < offset) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -1;
    }
  }
}
