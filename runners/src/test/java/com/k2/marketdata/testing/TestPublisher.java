package com.k2.marketdata.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Publishes exactly the bytes, partitions, timestamps and headers that a test passes. */
public final class TestPublisher implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private TestPublisher(Map<String, Object> settings) {
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  static TestPublisher plain(String bootstrap) {
    return new TestPublisher(settings(bootstrap));
  }

  static TestPublisher compressing(String bootstrap) {
    Map<String, Object> settings = settings(bootstrap);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 256 << 20);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 256L << 20);
    return new TestPublisher(settings);
  }

  static TestPublisher transactional(String bootstrap, String transactionalId) {
    Map<String, Object> settings = settings(bootstrap);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    TestPublisher publisher = new TestPublisher(settings);
    publisher.producer.initTransactions();
    return publisher;
  }

  /** Sends a value without a key or headers, and waits for its offset. */
  public RecordMetadata send(
      String topic, int partition, long timestampMillis, byte @Nullable [] value) {
    return send(topic, partition, timestampMillis, null, value, Map.of());
  }

  /** Sends a message and waits for its offset. */
  public RecordMetadata send(
      String topic,
      int partition,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, byte[]> headers) {
    return send(message(topic, partition, timestampMillis, key, value, headers));
  }

  /** Sends a message and waits for its offset. */
  public RecordMetadata send(ProducerRecord<byte[], byte[]> message) {
    try {
      return producer.send(message).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("Cannot publish to " + message.topic(), e);
    }
  }

  /** Sends a message without waiting for it; {@link #flush()} waits. */
  public void sendLater(
      String topic, int partition, long timestampMillis, byte @Nullable [] value) {
    sendLater(topic, partition, timestampMillis, null, value);
  }

  /** Sends a message with a key without waiting for it; {@link #flush()} waits. */
  public void sendLater(
      String topic,
      int partition,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    producer.send(
        message(topic, partition, timestampMillis, key, value, Map.of()),
        (sent, error) -> {
          if (error != null) {
            failure.compareAndSet(null, error);
          }
        });
  }

  /** Waits until all messages have arrived; throws if one has not. */
  public void flush() {
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("A message did not arrive", failure.get());
    }
  }

  /** Begins a transaction; one that is neither committed nor aborted stays open. */
  public void begin() {
    producer.beginTransaction();
  }

  /** Commits the open transaction. */
  public void commit() {
    producer.commitTransaction();
  }

  /** Aborts the open transaction. */
  public void abort() {
    producer.abortTransaction();
  }

  @Override
  public void close() {
    producer.close();
  }

  private static ProducerRecord<byte[], byte[]> message(
      String topic,
      int partition,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Map<String, byte[]> headers) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, partition, timestampMillis, key, value);
    headers.forEach((name, header) -> message.headers().add(name, header));
    return message;
  }

  private static Map<String, Object> settings(String bootstrap) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    return settings;
  }
}
