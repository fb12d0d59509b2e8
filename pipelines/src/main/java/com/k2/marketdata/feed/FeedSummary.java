package com.k2.marketdata.feed;

import java.util.List;
import java.util.Map;

/**
 * What a feed has published.
 *
 * @param schemaId the id that the messages carry
 * @param published messages in all, the broken ones among them
 * @param bytes of their values
 * @param defects how many were broken on purpose, by the code of the reason that the rules will
 *     give
 * @param skipped messages of the recording that are known and hold no trades, by kind
 * @param unknown lines of the recording that could not be told
 * @param unknownExamples the first of those
 */
public record FeedSummary(
    String exchange,
    String topic,
    int schemaId,
    long published,
    long bytes,
    Map<String, Long> defects,
    Map<String, Long> skipped,
    long unknown,
    List<String> unknownExamples,
    double seconds) {

  /** Messages per second. */
  public double rate() {
    return seconds > 0 ? published / seconds : 0;
  }
}
