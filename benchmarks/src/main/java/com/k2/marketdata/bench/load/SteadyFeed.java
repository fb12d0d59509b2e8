package com.k2.marketdata.bench.load;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.LocalTopics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes synthetic trades to the topics of several exchanges, each at a rate of its own. The
 * times in the trades follow the rates. One message in two thousand is broken. One producer is used
 * for the whole run, so that the broker does not have to remember many.
 */
public final class SteadyFeed implements AutoCloseable {
  private static final int MESSAGES_PER_DEFECT = 2_000;
  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration ENDED_WITHIN = Duration.ofMinutes(3);

  private final List<Source> sources;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::publishUntilClosed, "steady-feed");
  private volatile boolean closed;

  /** The trades of an exchange, and how many were sent. */
  private static final class Source {
    private final String topic;
    private final int schemaId;
    private final double perSecond;
    private final SyntheticTrades trades;
    private long sent;

    Source(Exchange exchange, int schemaId, double perSecond, long seed, Instant begin) {
      this.topic = exchange.topic();
      this.schemaId = schemaId;
      this.perSecond = perSecond;
      this.trades =
          new SyntheticTrades(
              exchange.rawSchema(),
              SyntheticFormat.of(exchange.name()),
              Math.round(perSecond * SyntheticTrades.SPAN_MICROS / 1e6),
              MESSAGES_PER_DEFECT,
              seed + exchange.name().hashCode(),
              begin.toEpochMilli() * 1000);
    }

    ProducerRecord<byte[], byte[]> next() {
      SyntheticTrades.Message trade = trades.next();
      ByteBuffer.wrap(trade.value()).putInt(1, schemaId);
      int partition = (int) (sent++ % LocalTopics.PARTITIONS);
      return new ProducerRecord<>(
          topic, partition, trade.timestampMillis(), trade.key(), trade.value());
    }
  }

  /**
   * A feed that has published nothing yet.
   *
   * @param schemaIds of the exchanges' raw schemas, by the name of the exchange
   * @param perSecond messages per second, by the name of the exchange
   * @param begin the time of the first trade
   */
  public SteadyFeed(
      String bootstrap,
      SortedMap<String, Integer> schemaIds,
      Map<String, Double> perSecond,
      long seed,
      Instant begin) {
    this.sources =
        schemaIds.entrySet().stream()
            .map(
                entry ->
                    new Source(
                        Exchanges.named(entry.getKey()),
                        entry.getValue(),
                        perSecond.get(entry.getKey()),
                        seed,
                        begin))
            .toList();
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.setDaemon(true);
  }

  /** Publishes the messages of this time at once, and waits until the broker has all. */
  public void publish(Duration time) {
    double seconds = time.toMillis() / 1e3;
    for (Source source : sources) {
      long until = source.sent + Math.round(source.perSecond * seconds);
      while (source.sent < until && failure.get() == null) {
        send(source);
      }
    }
    producer.flush();
    requireAccepted();
  }

  /** Begins to publish at the rates, until this is closed. */
  public void start() {
    thread.start();
  }

  private void publishUntilClosed() {
    long begin = System.nanoTime();
    long[] before = sources.stream().mapToLong(source -> source.sent).toArray();
    try {
      while (!closed && failure.get() == null) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        for (int i = 0; i < before.length; i++) {
          Source source = sources.get(i);
          while (source.sent - before[i] < source.perSecond * seconds && !closed) {
            send(source);
          }
        }
        LockSupport.parkNanos(TICK.toNanos());
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void send(Source source) {
    producer.send(
        source.next(),
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /**
   * The number of messages that were published since the feed was created. It may not be called
   * between {@link #start} and {@link #finish}.
   */
  public long published() {
    return sources.stream().mapToLong(source -> source.sent).sum();
  }

  /**
   * Stops publishing, and waits until the broker has everything.
   *
   * @throws SystemFaultException if the broker did not accept a message
   */
  public void finish() {
    close();
    requireAccepted();
  }

  private void requireAccepted() {
    if (failure.get() != null) {
      throw new SystemFaultException(
          "The broker did not accept a message: " + failure.get(), failure.get());
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(ENDED_WITHIN.toMillis());
      producer.close(ENDED_WITHIN);
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }
}
