package com.k2.marketdata.feed;

import com.k2.marketdata.avro.RegistrySettings;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What to publish, where, and how.
 *
 * @param files published one after the other
 * @param registry where the schema is registered; null for no registry and a fixed id
 * @param rate messages per second; 0 for no limit
 * @param repeat how many times the files are published
 * @param defects the share of messages, from 0 to 1, that is broken on purpose
 * @param seed decides which those are
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

  /** Where a message's Kafka timestamp and its ingestion_timestamp come from. */
  public enum Stamp {
    /** The trade's own time, so that the same file always gives the same messages. */
    TRADE,
    /** The clock. */
    NOW
  }

  /** What decides a message's partition. */
  public enum Key {
    /** The symbol: a symbol's trades stay in order. */
    SYMBOL,
    /** Nothing: messages are spread evenly. */
    NONE
  }

  public FeedConfig {
    files = List.copyOf(files);
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new UsageException("There is no readable file " + file);
      }
    }
    requireThat(!files.isEmpty(), "No file to publish is given");
    requireThat(rate >= 0, "The rate is " + rate + "; give 0 (no limit) or more");
    requireThat(repeat >= 1, "The number of repeats is " + repeat + "; give 1 or more");
    requireThat(
        defects >= 0 && defects <= 1,
        "The share of defects is " + defects + "; give a number from 0 to 1");
  }

  private static void requireThat(boolean condition, String message) {
    if (!condition) {
      throw new UsageException(message);
    }
  }
}
