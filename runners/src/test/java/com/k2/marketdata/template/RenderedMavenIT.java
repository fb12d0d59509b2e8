package com.k2.marketdata.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.RenderedCommand;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every template as a Maven command, in this checkout. */
@Tag("long")
class RenderedMavenIT {
  private static final int OLD = 50;

  @TempDir private Path folder;
  private LocalKafka kafka;
  private Market market;
  private RenderedCommand maven;

  @BeforeEach
  void start() {
    kafka = LocalKafka.start();
    market = Market.open(kafka, folder.resolve("state"), 2);
    market.publish(0, 300);
    market.publish(1, 200);
    publishOldTrades();
    maven =
        new RenderedCommand(
            folder,
            Path.of("..").toAbsolutePath().normalize(),
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            List.of("--to=mvn"));
  }

  /** They are older than a day when Kafka gets them. */
  private void publishOldTrades() {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < OLD; i++) {
        long number = 10_000 + i;
        long time = NumberedTrades.millis(number) + Duration.ofDays(2).toMillis();
        publisher.sendLater(market.topic(), 0, time, NumberedTrades.binance(number));
      }
      publisher.flush();
    }
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  @Test
  void everyTemplateRunsToACleanVerification() throws Exception {
    maven.run("medallion", ofTopic(once() + ", maxTradeAge: 1d, maxRejectedShare: 1"));
    market.publish(1, 100);
    maven.run("bronze", ofTopic(once()));
    maven.run("silver", ofTopic(once()));
    market.assertExactlyOnce();
    assertThat(market.messages()).hasSize(600 + OLD);
    assertThat(maven.run("maintain", file(once()))).contains(Market.SILVER);
    assertThat(maven.run("replay", ofTopic("execute: true"))).contains("Added " + OLD + " trades");
    assertThat(maven.run("verify", file(servers() + ", contents: true")))
        .contains("Clean: 1,350 rows; 0 duplicates, 0 missing, ");
  }

  /** With a value that has a space. */
  private String once() {
    return "trigger: once, healthFile: '" + folder.resolve("my health") + "'";
  }

  private String ofTopic(String parameters) {
    return file(
        "exchange: binance, topic: %s, %s, %s".formatted(market.topic(), servers(), parameters));
  }

  private String servers() {
    return "bootstrapServers: '" + kafka.bootstrap() + "'";
  }

  /** With the catalog in the state folder instead of the template's catalogConfig. */
  private String file(String parameters) {
    return """
        name: rendered-maven
        parameters: {state: %s, catalogConfig: ~, %s}
        spark: {driver: {env: [{name: K2_IT, value: two words}]}}
        """
        .formatted(folder.resolve("state"), parameters);
  }
}
