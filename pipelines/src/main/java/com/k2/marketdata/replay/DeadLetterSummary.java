package com.k2.marketdata.replay;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The numbers of a topic's dead letters, by reason or by hour.
 *
 * @param read how many offsets silver has processed, including those without a message
 * @param lines by reason or by hour
 */
public record DeadLetterSummary(
    String exchange, String topic, long read, SortedMap<String, Line> lines) {

  /**
   * The dead letters of one reason or hour.
   *
   * @param open how many were not replayed
   * @param replayed how many were
   * @param notReplayable how many are of an older topic, or above silver's position
   * @param first when the first one was written
   * @param last when the last one was written
   */
  public record Line(long open, long replayed, long notReplayable, Instant first, Instant last) {
    static Line of(Letter letter) {
      LetterState state = letter.state();
      return new Line(
          state == LetterState.OPEN ? 1 : 0,
          state == LetterState.REPLAYED ? 1 : 0,
          state == LetterState.OPEN || state == LetterState.REPLAYED ? 0 : 1,
          letter.time(),
          letter.time());
    }

    Line plus(Line other) {
      return new Line(
          open + other.open,
          replayed + other.replayed,
          notReplayable + other.notReplayable,
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }

    /** How many are of the topic, below silver's position. */
    public long settled() {
      return open + replayed;
    }
  }

  /**
   * Reads the dead letters of a topic.
   *
   * @param key the line that a dead letter belongs to
   * @throws UsageException if the silver table does not exist
   * @throws HoleException if silver has no position in the topic
   */
  public static DeadLetterSummary of(
      CatalogConfig catalog,
      Exchange exchange,
      String topic,
      DeadLetterFilter filter,
      Function<Letter, String> key) {
    PinnedTopic pinned = PinnedTopic.pin(catalog, exchange, topic);
    SortedMap<String, Line> lines = new TreeMap<>();
    DeadLetters.of(pinned)
        .read(filter, letter -> lines.merge(key.apply(letter), Line.of(letter), Line::plus));
    long read =
        pinned.position().next().entrySet().stream()
            .mapToLong(
                next -> next.getValue() - pinned.position().first().getOrDefault(next.getKey(), 0L))
            .sum();
    return new DeadLetterSummary(exchange.name(), topic, read, lines);
  }
}
