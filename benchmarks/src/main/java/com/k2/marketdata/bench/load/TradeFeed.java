package com.k2.marketdata.bench.load;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.stack.LocalTopics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Publishes synthetic trades to the topics of several exchanges in turn, at a steady rate, until it
 * is closed. One message in twenty is broken. Some messages have no key, and some have headers. A
 * message that the broker does not accept is dropped, so the topics decide what was published.
 */
public final class TradeFeed implements AutoCloseable {
  private static final int TRADES = 10_000_000;
  private static final int MESSAGES_PER_BROKEN_ONE = 20;
  private static final int UNKNOWN_SCHEMA = 999_999;
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(10);

  private final List<Source> sources;
  private final int perSecond;
  private final SplittableRandom random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::publish, "trade-feed");
  private boolean paused;
  private volatile boolean closed;

  /** An exchange's trades, and the id of their schema in the registry. */
  private record Source(String topic, int schemaId, SyntheticTrades trades) {}

  /**
   * Starts to publish.
   *
   * @param schemaIds of the exchanges' raw schemas, by the name of the exchange
   * @param perSecond messages per second, of all exchanges together
   */
  public TradeFeed(
      String bootstrap, SortedMap<String, Integer> schemaIds, int perSecond, long seed) {
    long begin =
        Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(16)).toEpochMilli()
            * 1000;
    this.sources =
        schemaIds.entrySet().stream()
            .map(entry -> source(Exchanges.named(entry.getKey()), entry.getValue(), seed, begin))
            .toList();
    this.perSecond = perSecond;
    this.random = new SplittableRandom(seed);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                // An idempotent producer could fail permanently after a broker restart.
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.LINGER_MS_CONFIG,
                20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.setDaemon(true);
    thread.start();
  }

  private static Source source(Exchange exchange, int schemaId, long seed, long begin) {
    return new Source(
        exchange.topic(),
        schemaId,
        TopicLoader.trades(exchange.name(), TRADES, seed + exchange.name().hashCode(), begin));
  }

  /** Stops publishing, after the broker has acknowledged everything. */
  public synchronized void pause() {
    paused = true;
    producer.flush();
  }

  /** Publishes again after a pause. */
  public synchronized void resume() {
    paused = false;
  }

  private void publish() {
    try {
      publishUntilClosed();
    } catch (KafkaException | IllegalStateException e) {
      // A closed producer refuses the message that is being sent.
      if (!closed) {
        throw e;
      }
    }
  }

  private void publishUntilClosed() {
    double due = 0;
    for (long number = 0; !closed; due += perSecond * TICK.toNanos() / 1e9) {
      while (number < due && !closed) {
        number += sendUnlessPaused(number) ? 1 : 0;
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  private synchronized boolean sendUnlessPaused(long number) {
    if (paused || closed) {
      LockSupport.parkNanos(TICK.toNanos());
      return false;
    }
    Source source = sources.get((int) (number % sources.size()));
    int partition = (int) (number / sources.size() % LocalTopics.PARTITIONS);
    producer.send(message(source, partition, source.trades().next()));
    return true;
  }

  private ProducerRecord<byte[], byte[]> message(
      Source source, int partition, SyntheticTrades.Message trade) {
    ByteBuffer.wrap(trade.value()).putInt(1, source.schemaId());
    boolean broken = random.nextInt(MESSAGES_PER_BROKEN_ONE) == 0;
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            source.topic(),
            partition,
            trade.timestampMillis(),
            random.nextInt(10) == 0 ? null : trade.key(),
            broken ? broken(trade.value()) : trade.value());
    if (random.nextInt(3) == 0) {
      message.headers().add("source", "feed".getBytes(StandardCharsets.UTF_8)).add("source", null);
    }
    return message;
  }

  private byte @Nullable [] broken(byte[] value) {
    return switch (random.nextInt(5)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> Arrays.copyOf(value, random.nextInt(value.length));
      case 3 -> ByteBuffer.wrap(value).put(0, (byte) 7).array();
      default -> ByteBuffer.wrap(value).putInt(1, UNKNOWN_SCHEMA).array();
    };
  }

  @Override
  public void close() {
    closed = true;
    producer.close(Duration.ZERO);
    try {
      thread.join(ENDED_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
