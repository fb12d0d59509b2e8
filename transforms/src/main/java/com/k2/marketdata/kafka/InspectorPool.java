package com.k2.marketdata.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps connections to Kafka from one commit to the next: to make a new one each time is a good
 * part of a small commit. One that has not been needed for a while is closed at the next use of
 * another.
 */
final class InspectorPool {
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final Deque<Idle> IDLE = new ArrayDeque<>();

  private record Idle(KafkaConfig config, TopicInspector inspector, long sinceNanos) {}

  private InspectorPool() {}

  /** Asks by a connection that nobody else uses meanwhile. One that has failed is not kept. */
  static <T> T ask(KafkaConfig config, Function<TopicInspector, T> question) {
    TopicInspector inspector = take(config);
    T answer;
    try {
      answer = question.apply(inspector);
    } catch (RuntimeException | Error e) {
      inspector.close();
      throw e;
    }
    synchronized (IDLE) {
      IDLE.addFirst(new Idle(config, inspector, System.nanoTime()));
    }
    return answer;
  }

  private static TopicInspector take(KafkaConfig config) {
    TopicInspector found = null;
    List<TopicInspector> old = new ArrayList<>();
    synchronized (IDLE) {
      Iterator<Idle> each = IDLE.iterator();
      while (each.hasNext()) {
        Idle idle = each.next();
        if (System.nanoTime() - idle.sinceNanos > KEPT.toNanos()) {
          each.remove();
          old.add(idle.inspector);
        } else if (found == null && idle.config.equals(config)) {
          each.remove();
          found = idle.inspector;
        }
      }
    }
    old.forEach(TopicInspector::close);
    return found == null ? new TopicInspector(config) : found;
  }
}
