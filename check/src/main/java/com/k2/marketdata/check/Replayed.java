package com.k2.marketdata.check;

import com.k2.marketdata.check.kafka.Message;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.data.Record;

/**
 * The trades that a replay added to silver. Each must have exactly one dead letter with the same
 * message, whose reason is that of earlier rules.
 */
final class Replayed {
  private final Map<String, Message> trades = new HashMap<>();
  private final Map<String, Record> deadLetters = new HashMap<>();

  /** Adds a row of silver if a replay added it. */
  void addTrade(Record row, Message message) {
    if (row.getField("replay_id") != null) {
      trades.put(name(row), message);
    }
  }

  /**
   * Whether a dead letter belongs to a replayed trade.
   *
   * @return false also for a second dead letter of the same trade
   */
  boolean takes(Record deadLetter, String topicId) {
    return topicId.equals(deadLetter.getField("kafka_topic_id"))
        && trades.containsKey(name(deadLetter))
        && deadLetters.putIfAbsent(name(deadLetter), deadLetter) == null;
  }

  /** Checks the dead letters, and reports the trades that have none. */
  void report(SilverRows rows, Findings findings) {
    trades.forEach(
        (name, message) -> {
          Record deadLetter = deadLetters.get(name);
          if (deadLetter == null) {
            findings.lost(name + " was replayed, but has no dead letter");
          } else {
            rows.checkReplayed(deadLetter, message);
          }
        });
  }

  private static String name(Record row) {
    return row.getField("kafka_topic")
        + "-"
        + row.getField("kafka_partition")
        + "@"
        + row.getField("kafka_offset");
  }
}
