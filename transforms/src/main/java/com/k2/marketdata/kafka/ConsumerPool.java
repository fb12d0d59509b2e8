package com.k2.marketdata.kafka;

import com.k2.marketdata.serialized.ObjectPool;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the consumers of this JVM from one cycle to the next, because creating one costs more than
 * reading a small range. If a runner drops a failed task without closing its reader, the reader's
 * consumer is closed when the reader is garbage collected.
 */
final class ConsumerPool {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerPool.class);

  /** As many as the tasks that a JVM runs at once; a JVM with more creates some again. */
  private static final int MAX_IDLE = 32;

  private static final ObjectPool<KafkaConfig, Consumer<byte[], byte[]>> CONSUMERS =
      new ObjectPool<>(MAX_IDLE, Duration.ofMinutes(5), ConsumerPool::close);
  private static final Cleaner CLEANER = Cleaner.create();

  private ConsumerPool() {}

  /** A consumer for one reader, without an assignment. */
  static Lease lease(KafkaConfig config, Object reader) {
    Consumer<byte[], byte[]> consumer =
        CONSUMERS.take(config, key -> new KafkaConsumer<byte[], byte[]>(key.consumer()));
    Lease lease = new Lease(config, consumer);
    CLEANER.register(reader, lease::discard);
    return lease;
  }

  private static void close(Consumer<?, ?> consumer) {
    try {
      consumer.close(Duration.ZERO);
    } catch (RuntimeException e) {
      LOG.debug("A consumer did not close cleanly", e);
    }
  }

  /** The right to use a consumer until it is given back or discarded, whichever is first. */
  static final class Lease {
    private final KafkaConfig config;
    private final Consumer<byte[], byte[]> consumer;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Lease(KafkaConfig config, Consumer<byte[], byte[]> consumer) {
      this.config = config;
      this.consumer = consumer;
    }

    Consumer<byte[], byte[]> consumer() {
      return consumer;
    }

    void giveBack() {
      if (ended.compareAndSet(false, true)) {
        try {
          consumer.unsubscribe();
        } catch (RuntimeException e) {
          close(consumer);
          return;
        }
        CONSUMERS.giveBack(config, consumer);
      }
    }

    void discard() {
      if (ended.compareAndSet(false, true)) {
        close(consumer);
      }
    }
  }
}
