package com.k2.marketdata.kafka;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of this JVM, kept from one cycle to the next: making one costs more than reading a
 * small range. A lease that its reader never gave back, because a runner dropped a failed task
 * without closing it, is closed when the reader is collected.
 */
final class ConsumerPool {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerPool.class);
  private static final Map<KafkaConfig, Deque<Consumer<byte[], byte[]>>> IDLE =
      new ConcurrentHashMap<>();
  private static final Cleaner CLEANER = Cleaner.create();

  private ConsumerPool() {}

  /** A consumer for one reader, without an assignment. */
  static Lease lease(KafkaConfig config, Object reader) {
    Consumer<byte[], byte[]> idle = idle(config).pollFirst();
    Consumer<byte[], byte[]> consumer =
        idle != null ? idle : new KafkaConsumer<byte[], byte[]>(config.consumer());
    Lease lease = new Lease(config, consumer);
    CLEANER.register(reader, lease::discard);
    return lease;
  }

  private static Deque<Consumer<byte[], byte[]>> idle(KafkaConfig config) {
    return IDLE.computeIfAbsent(config, any -> new ConcurrentLinkedDeque<>());
  }

  /** The right to use a consumer until it is given back or discarded, whichever is first. */
  static final class Lease {
    private final KafkaConfig config;
    private final Consumer<byte[], byte[]> consumer;
    private final AtomicBoolean over = new AtomicBoolean();

    private Lease(KafkaConfig config, Consumer<byte[], byte[]> consumer) {
      this.config = config;
      this.consumer = consumer;
    }

    Consumer<byte[], byte[]> consumer() {
      return consumer;
    }

    void giveBack() {
      if (over.compareAndSet(false, true)) {
        consumer.unsubscribe();
        idle(config).addFirst(consumer);
      }
    }

    void discard() {
      if (over.compareAndSet(false, true)) {
        try {
          consumer.close(Duration.ZERO);
        } catch (RuntimeException e) {
          LOG.debug("A consumer did not close cleanly", e);
        }
      }
    }
  }
}
