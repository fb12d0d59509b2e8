package com.k2.marketdata.replay;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;

import com.k2.marketdata.lake.table.DeadLetterTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.expressions.Expression;

/**
 * The dead letters of a pinned topic. One is open unless silver has a row with a replay id at its
 * topic id, partition and offset.
 */
final class DeadLetters {
  private static final List<String> COLUMNS =
      List.of(
          DeadLetterTable.KAFKA_TOPIC,
          DeadLetterTable.KAFKA_TOPIC_ID,
          DeadLetterTable.KAFKA_PARTITION,
          DeadLetterTable.KAFKA_OFFSET,
          DeadLetterTable.ERROR_REASON,
          DeadLetterTable.ERROR_TIMESTAMP,
          DeadLetterTable.BRONZE_SOURCE);

  private final PinnedTopic pinned;
  private final String source;
  private final OffsetBitmaps replayed;

  private DeadLetters(PinnedTopic pinned, OffsetBitmaps replayed) {
    this.pinned = pinned;
    this.source = pinned.exchange().bronzeTable();
    this.replayed = replayed;
  }

  /** Finds out which dead letters have been replayed. */
  static DeadLetters of(PinnedTopic pinned) {
    return new DeadLetters(
        pinned, ReplayedOffsets.in(pinned.silver(), pinned.position().topicId()));
  }

  /** The files that may have dead letters of the topic, in parts. */
  List<FileScanTask> files() {
    return pinned
        .deadLetters()
        .map(table -> new PinnedRows(table, ofTopic()).files())
        .orElse(List.of());
  }

  /** Passes every dead letter of the filter to {@code letters}. */
  void read(DeadLetterFilter filter, Consumer<Letter> letters) {
    pinned
        .deadLetters()
        .ifPresent(
            table ->
                new PinnedRows(table, ofTopic())
                    .read(
                        COLUMNS,
                        row -> {
                          if (pinned.topic().equals(row.get(0, String.class))
                              && source.equals(row.get(6, String.class))) {
                            Letter letter = letter(row);
                            if (filter.selects(letter)) {
                              letters.accept(letter);
                            }
                          }
                        }));
  }

  private Letter letter(PinnedRows.Columns row) {
    int partition = row.get(2, Integer.class);
    long offset = row.get(3, Long.class);
    return new Letter(
        partition,
        offset,
        row.get(4, String.class),
        Instant.EPOCH.plus(row.get(5, Long.class), ChronoUnit.MICROS),
        state(row.get(1, String.class), partition, offset));
  }

  /** The state of the dead letter at these coordinates. */
  LetterState state(String topicId, int partition, long offset) {
    if (!pinned.position().topicId().equals(topicId)) {
      return LetterState.OLDER_TOPIC;
    }
    if (offset >= pinned.position().next(partition)) {
      return LetterState.UNSETTLED;
    }
    return replayed.contains(partition, offset) ? LetterState.REPLAYED : LetterState.OPEN;
  }

  /** Selects the files and row groups that may have dead letters of the topic. */
  Expression ofTopic() {
    return and(
        equal(DeadLetterTable.BRONZE_SOURCE, source),
        equal(DeadLetterTable.KAFKA_TOPIC, pinned.topic()));
  }
}
