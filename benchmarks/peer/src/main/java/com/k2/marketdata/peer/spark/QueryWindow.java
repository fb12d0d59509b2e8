package com.k2.marketdata.peer.spark;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * The time during which streaming queries worked: from the start of the first batch with rows to
 * the end of the last one, over all queries. It excludes what Spark does before and after, such as
 * starting a query.
 */
final class QueryWindow {
  private QueryWindow() {}

  /** The length in seconds; 0 if no batch had rows. */
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
