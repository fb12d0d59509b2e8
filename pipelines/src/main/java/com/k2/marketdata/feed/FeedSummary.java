package com.k2.marketdata.feed;

import java.util.List;
import java.util.Map;

/**
 * The result of a feed.
 *
 * @param schemaId the schema id in the messages
 * @param published all messages, including the broken ones
 * @param bytes of their values
 * @param defects the number of messages broken on purpose, by the code of the reason for which they
 *     will be rejected
 * @param rejectedAnyway the number of messages that were chosen to be broken and were not, because
 *     the rules reject them anyway, by the code of the reason
 * @param moved the number of trades whose times were moved to the time of publication
 * @param skipped the number of known messages without trades, by kind
 * @param refused the number of messages of other products, by product
 * @param unknown the number of lines that were not recognized
 * @param unknownExamples the first of those lines
 */
public record FeedSummary(
    String exchange,
    String topic,
    int schemaId,
    long published,
    long bytes,
    Map<String, Long> defects,
    Map<String, Long> rejectedAnyway,
    long moved,
    Map<String, Long> skipped,
    Map<String, Long> refused,
    long unknown,
    List<String> unknownExamples,
    double seconds) {

  /** Messages per second. */
  public double rate() {
    return seconds > 0 ? published / seconds : 0;
  }
}
