package com.k2.marketdata.kafka;

import com.k2.marketdata.serialized.ObjectPool;
import java.time.Duration;
import java.util.function.Function;

/**
 * Keeps connections to Kafka from one commit to the next, because opening one takes a good part of
 * the time of a small commit.
 */
final class InspectorPool {
  private static final int MAX_IDLE = 8;

  private static final ObjectPool<KafkaConfig, TopicInspector> INSPECTORS =
      new ObjectPool<>(MAX_IDLE, Duration.ofMinutes(2), TopicInspector::close);

  private InspectorPool() {}

  /** Sends a request through a connection of its own. A connection that fails is closed. */
  static <T> T request(KafkaConfig config, Function<TopicInspector, T> request) {
    TopicInspector inspector = INSPECTORS.take(config, TopicInspector::new);
    T answer;
    try {
      answer = request.apply(inspector);
    } catch (RuntimeException | Error e) {
      inspector.close();
      throw e;
    }
    INSPECTORS.giveBack(config, inspector);
    return answer;
  }
}
