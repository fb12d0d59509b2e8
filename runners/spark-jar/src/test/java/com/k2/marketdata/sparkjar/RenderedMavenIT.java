package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
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
    maven =
        new RenderedCommand(
            folder,
            Path.of("../..").toAbsolutePath().normalize(),
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            List.of("--to=mvn"));
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  @Test
  void everyTemplateRunsToACleanVerification() throws Exception {
    maven.run("medallion", ofTopic("trigger: once"));
    market.publish(1, 100);
    maven.run("bronze", ofTopic("trigger: once"));
    maven.run("silver", ofTopic("trigger: once"));
    assertThat(maven.run("maintain", file("trigger: once"))).contains(Market.SILVER);
    maven.run("replay", ofTopic("execute: true"));
    assertThat(maven.run("verify", file(servers() + ", contents: true"))).contains("Clean: 1,200");
    market.assertExactlyOnce();
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
    return "parameters: {state: %s, catalogConfig: ~, %s}\n"
        .formatted(folder.resolve("state"), parameters);
  }
}
