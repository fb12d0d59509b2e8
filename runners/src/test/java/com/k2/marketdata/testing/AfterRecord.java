package com.k2.marketdata.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Lets something happen while a cycle reads: after records of a topic came, before its commit. */
public final class AfterRecord implements ConsumerInterceptor<byte[], byte[]> {
  /** The option that lets a pipeline's consumers take part. */
  public static final String OPTION = "--kafka.interceptor.classes=" + AfterRecord.class.getName();

  private static final Map<String, Runnable> INTERFERENCES = new ConcurrentHashMap<>();

  /** Runs something, once, when the next records of a topic have been read. */
  public static void of(String topic, Runnable interference) {
    INTERFERENCES.put(topic, interference);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      Runnable interference = INTERFERENCES.remove(partition.topic());
      if (interference != null) {
        interference.run();
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
