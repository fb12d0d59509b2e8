package com.k2.marketdata.damage;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * Tables of two exchanges, built by K2 and restored as often as needed. Binance's topic has two
 * partitions, trades of two days, dead letters, keys and headers; several cycles have written it.
 */
final class HealthyLake {
  private static final int BINANCE_MESSAGES = 250;
  private static final int KRAKEN_MESSAGES = 40;
  private static final int INVALID_EVERY = 10;
  private static final int NEXT_DAY = 100_000;

  private final Path state;
  private final Path copy;
  private final Path aliases;
  private int opened;

  private HealthyLake(Path folder) {
    this.state = folder.resolve("state");
    this.copy = folder.resolve("copy");
    this.aliases = folder.resolve("aliases");
  }

  static HealthyLake build(Path folder, LocalKafka kafka) {
    HealthyLake lake = new HealthyLake(folder);
    publish(kafka, "binance", 2, BINANCE_MESSAGES);
    publish(kafka, "kraken", 1, KRAKEN_MESSAGES);
    for (String exchange : new String[] {"binance", "kraken"}) {
      K2Run.of(
              "run",
              "medallion",
              "--exchange=" + exchange,
              "--state=" + lake.state,
              "--bootstrap=" + kafka.bootstrap(),
              "--runner=DirectRunner")
          .succeeded();
    }
    try {
      Files.createDirectories(lake.aliases);
      FileUtils.copyDirectory(lake.state.toFile(), lake.copy.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lake;
  }

  /** The lake as it was built. */
  DamagedLake restore() {
    try {
      FileUtils.cleanDirectory(aliases.toFile());
      FileUtils.deleteDirectory(state.toFile());
      FileUtils.copyDirectory(copy.toFile(), state.toFile());
      return new DamagedLake(alias());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another path of the lake, for which this JVM has neither connections nor cached metadata. */
  Path alias() {
    try {
      return Files.createSymbolicLink(aliases.resolve("state" + opened++), state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void publish(LocalKafka kafka, String exchange, int partitions, int messages) {
    String topic = Exchanges.named(exchange).topic();
    kafka.createTopic(topic, partitions);
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < messages; i++) {
        long number = i % 3 == 0 ? NEXT_DAY + i : i;
        publisher.send(
            topic,
            i / 2 % partitions,
            NumberedTrades.millis(number),
            bytes("key" + i),
            value(exchange, i, number),
            Map.of("source", bytes("test")));
      }
    }
  }

  private static byte[] value(String exchange, int index, long number) {
    if (index % INVALID_EVERY == 0) {
      return new byte[] {1, 2};
    }
    return exchange.equals("kraken")
        ? NumberedTrades.kraken(number)
        : NumberedTrades.binance(number);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
