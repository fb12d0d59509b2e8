package com.k2.marketdata.kafka;

import com.k2.marketdata.serialized.ObjectPool;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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

  private static final ObjectPool<Key, Pooled> CONSUMERS =
      new ObjectPool<>(MAX_IDLE, Duration.ofMinutes(5), ConsumerPool::close);
  private static final Cleaner CLEANER = Cleaner.create();

  private ConsumerPool() {}

  /** A consumer for one reader, without an assignment. */
  static Lease lease(KafkaConfig config, Object reader) {
    Lease lease = new Lease(take(new Key(config, false)));
    CLEANER.register(reader, lease::discard);
    return lease;
  }

  private static Pooled take(Key key) {
    return CONSUMERS.take(key, Key::open);
  }

  private static void giveBack(Pooled pooled) {
    try {
      pooled.consumer.unsubscribe();
    } catch (RuntimeException e) {
      close(pooled);
      return;
    }
    CONSUMERS.giveBack(pooled.key, pooled);
  }

  private static void close(Pooled pooled) {
    try {
      pooled.consumer.close(Duration.ZERO);
    } catch (RuntimeException e) {
      LOG.debug("A consumer did not close cleanly", e);
    }
  }

  private record Key(KafkaConfig config, boolean singleRecords) {
    Pooled open() {
      Map<String, Object> settings = config.consumer();
      if (singleRecords) {
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
      }
      PolledBytes bytes = new PolledBytes(singleRecords ? Long.MAX_VALUE : PolledBytes.MAX_BYTES);
      return new Pooled(this, new KafkaConsumer<>(settings, bytes, bytes), bytes);
    }
  }

  private record Pooled(Key key, Consumer<byte[], byte[]> consumer, PolledBytes bytes) {}

  /** The right to use a consumer until it is given back or discarded, whichever is first. */
  static final class Lease implements Polls {
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Pooled pooled;

    private Lease(Pooled pooled) {
      this.pooled = pooled;
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
      return pooled.consumer;
    }

    @Override
    public void beginPoll() {
      pooled.bytes.beginPoll();
    }

    @Override
    public void pollSingleRecords() {
      if (!pooled.key.singleRecords) {
        Pooled before = pooled;
        pooled = take(new Key(before.key.config, true));
        ConsumerPool.giveBack(before);
      }
    }

    void giveBack() {
      if (ended.compareAndSet(false, true)) {
        ConsumerPool.giveBack(pooled);
      }
    }

    void discard() {
      if (ended.compareAndSet(false, true)) {
        close(pooled);
      }
    }
  }
}
