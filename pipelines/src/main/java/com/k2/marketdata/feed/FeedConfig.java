package com.k2.marketdata.feed;

import com.k2.marketdata.avro.registry.RegistrySettings;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.feed.recording.FeedFormat;
import com.k2.marketdata.kafka.KafkaConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is published, where, and how.
 *
 * @param files published one after the other
 * @param registry where the schema is registered; null for a fixed schema id
 * @param rate messages per second; 0 for no limit
 * @param repeat how often the files are published
 * @param defects the share of messages, from 0 to 1, that is broken on purpose
 * @param seed decides which messages are broken
 */
public record FeedConfig(
    Exchange exchange,
    List<Path> files,
    FeedFormat format,
    KafkaConfig kafka,
    String topic,
    @Nullable RegistrySettings registry,
    long rate,
    long repeat,
    double defects,
    long seed,
    Stamp stamp,
    Key key) {

  /** The source of a message's Kafka timestamp and of its {@code ingestion_timestamp}. */
  public enum Stamp {
    /** The time of the trade: a file always gives the same messages. */
    TRADE,
    /** The wall clock. The trade's own times are moved to it, so that the trade is not too old. */
    NOW
  }

  /** The key of a message, which decides its partition. */
  public enum Key {
    /** The symbol: the trades of a symbol stay in order. */
    SYMBOL,
    /** No key: messages are distributed evenly. */
    NONE
  }

  public FeedConfig {
    files = List.copyOf(files);
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new UsageException("There is no readable file " + file + ".");
      }
    }
    requireThat(!files.isEmpty(), "There is no file to publish; give at least one --file.");
    requireThat(rate >= 0, "The rate is " + rate + "; give 0 (no limit) or more.");
    requireThat(repeat >= 1, "The number of repeats is " + repeat + "; give 1 or more.");
    requireThat(
        defects >= 0 && defects <= 1,
        "The share of defects is " + defects + "; give a number from 0 to 1.");
  }

  private static void requireThat(boolean condition, String message) {
    if (!condition) {
      throw new UsageException(message);
    }
  }
}
