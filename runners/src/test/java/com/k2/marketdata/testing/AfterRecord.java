package com.k2.marketdata.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs an action while a cycle reads: after records of a topic have arrived and before its commit.
 */
public final class AfterRecord implements ConsumerInterceptor<byte[], byte[]> {
  /** The option that adds this interceptor to a pipeline's consumers. */
  public static final String OPTION = "--kafka.interceptor.classes=" + AfterRecord.class.getName();

  private static final Map<String, Runnable> ACTIONS = new ConcurrentHashMap<>();

  /** Runs an action once, when the next records of a topic have been read. */
  public static void of(String topic, Runnable action) {
    ACTIONS.put(topic, action);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      Runnable action = ACTIONS.remove(partition.topic());
      if (action != null) {
        action.run();
      }
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}
