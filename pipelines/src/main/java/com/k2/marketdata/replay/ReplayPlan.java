package com.k2.marketdata.replay;

import com.k2.marketdata.failure.HoleException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;

/** The open dead letters that a replay judges again, by their coordinates. */
final class ReplayPlan {
  private final DeadLetters deadLetters;
  private final String topic;
  private final long maxRecords;
  private final OffsetBitmaps selected = new OffsetBitmaps();
  private final SortedMap<String, Long> reasons = new TreeMap<>();
  private long count;
  private long replayed;
  private long olderTopic;
  private long more;

  private ReplayPlan(DeadLetters deadLetters, String topic, long maxRecords) {
    this.deadLetters = deadLetters;
    this.topic = topic;
    this.maxRecords = maxRecords;
  }

  /**
   * Reads the coordinates and the reasons of the dead letters.
   *
   * @param maxRecords at most this number is selected
   * @throws HoleException if a message has several dead letters
   */
  static ReplayPlan of(PinnedTopic pinned, DeadLetterFilter filter, long maxRecords) {
    DeadLetters deadLetters = DeadLetters.of(pinned);
    ReplayPlan plan = new ReplayPlan(deadLetters, pinned.topic(), maxRecords);
    deadLetters.read(filter, plan::add);
    return plan;
  }

  /** The offsets of the selected dead letters. */
  OffsetBitmaps selected() {
    return selected;
  }

  /** The number of selected dead letters. */
  long count() {
    return count;
  }

  /** The number of selected dead letters by reason. */
  SortedMap<String, Long> reasons() {
    return reasons;
  }

  /** How many dead letters of the filter have been replayed. */
  long replayed() {
    return replayed;
  }

  /** How many dead letters of the filter are of a former topic id, and cannot be replayed. */
  long olderTopic() {
    return olderTopic;
  }

  /** How many open dead letters of the filter are not selected, because there are too many. */
  long more() {
    return more;
  }

  /** The files that may have selected dead letters. */
  List<FileScanTask> files() {
    return deadLetters.files();
  }

  private void add(Letter letter) {
    switch (letter.state()) {
      case OPEN -> select(letter);
      case REPLAYED -> replayed++;
      case OLDER_TOPIC -> olderTopic++;
      case UNSETTLED -> {}
    }
  }

  private void select(Letter letter) {
    if (selected.contains(letter.partition(), letter.offset())) {
      throw new HoleException(
          "The dead letters have more than one row of "
              + topic
              + "-"
              + letter.partition()
              + "@"
              + letter.offset()
              + ". Nothing was changed. Find out why with `k2 verify`.");
    }
    if (count == maxRecords) {
      more++;
      return;
    }
    count++;
    selected.add(letter.partition(), letter.offset());
    reasons.merge(letter.reason(), 1L, Long::sum);
  }
}
