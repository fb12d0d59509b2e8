package com.k2.marketdata.bench.load;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.stack.LocalTopics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Synthetic messages as a Kafka reader emits them, for benchmarks without a broker. */
public final class SyntheticMessages {
  private static final String TOPIC_ID = "c2VyaWFsLXRvcGljLWlk";
  private static final long SEED = 42;

  private SyntheticMessages() {}

  /** The first messages of an exchange, distributed round-robin over the partitions. */
  public static List<KafkaMessage> of(String exchange, int count) {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(16));
    SyntheticTrades trades = TopicLoader.trades(exchange, count, SEED, begin.toEpochMilli() * 1000);
    String topic = "market.crypto.trades." + exchange + ".raw";
    List<KafkaMessage> messages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SyntheticTrades.Message message = trades.next();
      messages.add(
          new KafkaMessage(
              topic,
              TOPIC_ID,
              i % LocalTopics.PARTITIONS,
              i / LocalTopics.PARTITIONS,
              message.timestampMillis(),
              begin.toEpochMilli() * 1000,
              Map.of(),
              message.key(),
              message.value()));
    }
    return messages;
  }
}
