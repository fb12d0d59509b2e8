package com.k2.marketdata.peer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * The time in which streaming queries worked: from the start of the first batch with rows to the
 * end of the last one, of whichever query. What Spark does before and after, such as starting a
 * query, is not held against it.
 */
final class QueryWindow {
  private QueryWindow() {}

  /** The window in seconds; 0 if there was no batch with rows. */
  static double seconds(Collection<StreamingQuery> queries) {
    Instant first = null;
    Instant last = null;
    for (StreamingQuery query : queries) {
      for (StreamingQueryProgress batch : query.recentProgress()) {
        if (batch.numInputRows() == 0) {
          continue;
        }
        Instant start = Instant.parse(batch.timestamp());
        Instant end = start.plusMillis(batch.durationMs().getOrDefault("triggerExecution", 0L));
        first = first == null || start.isBefore(first) ? start : first;
        last = last == null || end.isAfter(last) ? end : last;
      }
    }
    return first == null ? 0 : Duration.between(first, last).toMillis() / 1_000.0;
  }
}
