package com.k2.marketdata.testing;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A topic of numbered trades, some of them invalid in different ways, and a record of all published
 * messages with their expected outcomes. Thread-safe.
 */
public final class PublishedTrades implements AutoCloseable {
  private static final int OUTCOME_CYCLE = 40;
  private static final int MESSAGES_PER_BURST = 20;
  private static final long PAUSE_MILLIS = 50;

  private final LocalKafka kafka;
  private final Exchange exchange;
  private final String topic;
  private final int partitions;
  private final TestPublisher publisher;
  private final List<Message> messages = new ArrayList<>();
  private final SortedMap<Integer, Long> ends = new TreeMap<>();

  /**
   * A message as it was published.
   *
   * @param reason the expected reject reason under the default rules; null for a valid trade
   * @param strictReason the expected reject reason with {@code --maxTradeAge=1d}
   */
  public record Message(
      int partition,
      long offset,
      long number,
      byte @Nullable [] value,
      @Nullable String reason,
      @Nullable String strictReason) {}

  private PublishedTrades(LocalKafka kafka, String exchange, String topic, int partitions) {
    this.kafka = kafka;
    this.exchange = Exchanges.named(exchange);
    this.topic = topic;
    this.partitions = partitions;
    kafka.createTopic(topic, partitions);
    this.publisher = kafka.publisher();
    for (int partition = 0; partition < partitions; partition++) {
      ends.put(partition, 0L);
    }
  }

  /** Creates an empty topic of an exchange. */
  public static PublishedTrades on(
      LocalKafka kafka, String exchange, String topic, int partitions) {
    return new PublishedTrades(kafka, exchange, topic, partitions);
  }

  /**
   * Publishes the next messages round-robin to all partitions, and waits until they have arrived.
   */
  public synchronized PublishedTrades publish(int count) {
    for (int i = 0; i < count; i++) {
      publishNext();
    }
    publisher.flush();
    return this;
  }

  /** Keeps publishing, a few messages at a time, while an action runs. */
  public void publishDuring(Runnable test) {
    AtomicBoolean over = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              while (!over.get()) {
                publish(MESSAGES_PER_BURST);
                Await.pause(PAUSE_MILLIS);
              }
            });
    thread.start();
    try {
      test.run();
    } finally {
      over.set(true);
      join(thread);
    }
  }

  public Exchange exchange() {
    return exchange;
  }

  public String topic() {
    return topic;
  }

  public String bootstrap() {
    return kafka.bootstrap();
  }

  /** All messages so far. */
  public synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  /** The next offset of every partition. */
  public synchronized SortedMap<Integer, Long> ends() {
    return new TreeMap<>(ends);
  }

  @Override
  public void close() {
    publisher.close();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void publishNext() {
    long number = messages.size();
    int partition = (int) (number % partitions);
    long offset = ends.merge(partition, 1L, Long::sum) - 1;
    long tradeMillis = NumberedTrades.millis(number);
    byte[] valid =
        exchange.name().equals("kraken")
            ? NumberedTrades.kraken(number)
            : NumberedTrades.binance(number);
    switch ((int) (number % OUTCOME_CYCLE)) {
      case 3 -> send(partition, offset, tradeMillis, null, "payload_missing");
      case 7 -> send(partition, offset, tradeMillis, new byte[] {1, 2}, "framing_invalid");
      case 11 ->
          send(partition, offset, tradeMillis, new byte[] {0, 0, 0, 0, 1}, "payload_undecodable");
      case 17 -> send(partition, offset, tradeMillis - 60_000, valid, "timestamp_in_future");
      case 21 -> send(partition, offset, after(tradeMillis, 500), valid, "timestamp_too_old");
      case 23, 31 ->
          send(partition, offset, after(tradeMillis, 2), valid, null, "timestamp_too_old");
      default -> send(partition, offset, tradeMillis, valid, null);
    }
  }

  private static long after(long millis, int days) {
    return millis + TimeUnit.DAYS.toMillis(days);
  }

  private void send(
      int partition,
      long offset,
      long kafkaMillis,
      byte @Nullable [] value,
      @Nullable String reason) {
    send(partition, offset, kafkaMillis, value, reason, reason);
  }

  private void send(
      int partition,
      long offset,
      long kafkaMillis,
      byte @Nullable [] value,
      @Nullable String reason,
      @Nullable String strictReason) {
    messages.add(new Message(partition, offset, messages.size(), value, reason, strictReason));
    publisher.sendLater(topic, partition, kafkaMillis, value);
  }
}
