package com.k2.marketdata.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.stack.LocalTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Fills topics with synthetic trades. A topic that an earlier run has filled is reused if count and
 * seed are the same, as long as its trades are not too old for the peer's rules, which use the
 * clock.
 */
public final class TopicLoader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration USABLE_FOR = Duration.ofDays(100);

  private final String bootstrap;
  private final Path folder;

  /**
   * @param folder for the files that record which topics are loaded
   */
  public TopicLoader(String bootstrap, Path folder) {
    this.bootstrap = bootstrap;
    this.folder = folder;
  }

  /** The topic of an exchange with this number of messages; fills a new one if necessary. */
  public LoadedTopic load(String exchange, long records, long seed, Instant now) {
    Path manifest = folder.resolve(exchange + "-" + records + "-" + seed + ".json");
    try {
      if (Files.exists(manifest)) {
        LoadedTopic loaded = JSON.readValue(manifest.toFile(), LoadedTopic.class);
        if (Instant.ofEpochMilli(loaded.begin() / 1000).isBefore(now.minus(USABLE_FOR))) {
          throw new UsageException(
              "The trades in topic "
                  + loaded.topic()
                  + " are too old now. Delete "
                  + manifest
                  + " to have new ones generated.");
        }
        return loaded;
      }
      Files.createDirectories(folder);
      // A unique name, so that an interrupted load is never continued.
      String topic = "bench." + exchange + "." + UUID.randomUUID();
      LoadedTopic loaded = fill(exchange, topic, records, seed, beginOf(now));
      JSON.writeValue(manifest.toFile(), loaded);
      return loaded;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read or write " + manifest, e);
    }
  }

  /** All trades are on one day, which has ended. */
  private static long beginOf(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(16)).toEpochMilli() * 1000;
  }

  private LoadedTopic fill(String exchange, String topic, long records, long seed, long begin) {
    new LocalTopics(bootstrap).createMissing(List.of(topic));
    SyntheticTrades trades = trades(exchange, records, seed, begin);
    AtomicReference<Exception> failure = new AtomicReference<>();
    long valid = 0;
    long bytes = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long i = 0; i < records && failure.get() == null; i++) {
        SyntheticTrades.Message message = trades.next();
        valid += message.defect() == null ? 1 : 0;
        bytes += message.value().length;
        producer.send(
            new ProducerRecord<>(
                topic,
                (int) (i % LocalTopics.PARTITIONS),
                message.timestampMillis(),
                message.key(),
                message.value()),
            (metadata, e) -> failure.compareAndSet(null, e));
      }
    }
    if (failure.get() != null) {
      throw new SystemFaultException(
          "Cannot fill topic " + topic + ": " + failure.get().getMessage(), failure.get());
    }
    return new LoadedTopic(exchange, topic, records, valid, bytes, seed, begin);
  }

  private Map<String, Object> settings() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrap,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.LINGER_MS_CONFIG,
        10,
        ProducerConfig.BATCH_SIZE_CONFIG,
        16_384,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        64L << 20);
  }

  static SyntheticTrades trades(String exchange, long records, long seed, long begin) {
    return new SyntheticTrades(
        Exchanges.named(exchange).rawSchema(),
        SyntheticFormat.of(exchange),
        records,
        SyntheticTrades.MESSAGES_PER_DEFECT,
        seed,
        begin);
  }
}
