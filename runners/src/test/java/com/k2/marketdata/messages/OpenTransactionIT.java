package com.k2.marketdata.messages;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.stack.LocalTopics;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.TestPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages after the start of an open transaction exist, but are not read: every report says so.
 */
class OpenTransactionIT {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;
  private Market market;
  private TestPublisher transaction;

  /** Five messages, then an open transaction of two, then eight that cannot be read yet. */
  @BeforeEach
  void openTransaction() {
    market = Market.open(kafka, state, 1);
    market.publish(0, 5);
    transaction = kafka.transactionalPublisher(market.topic());
    transaction.begin();
    market.publish(transaction, 0, 2);
    transaction.flush();
    market.publish(0, 8);
  }

  @AfterEach
  void close() {
    transaction.close();
  }

  @Test
  void blockedMessagesAreReportedAndReadLater() throws IOException {
    try (LogLines log = LogLines.listen()) {
      market.run("medallion").succeeded();

      assertThat(log.all()).anyMatch(line -> line.endsWith(" lag=0 blocked=10"));
      assertThat(log.all())
          .anyMatch(
              line ->
                  line.contains("An open transaction blocks " + market.topic() + "-0 from offset 5")
                      && line.contains("(10 so far)"));
    }
    assertThat(market.position(BRONZE)).isEqualTo(Map.of(0, 5L));
    assertThat(market.command("ledger", "show").succeeded().out())
        .containsPattern(SILVER + " +0 +0 +5 +0 +10 +" + market.topic() + "\n")
        .contains("Blocked offsets exist");
    JsonNode json =
        new ObjectMapper().readTree(market.command("ledger", "show", "--format=json").out());
    assertThat(json.get(0).get("partitions").get(0).get("blocked").asLong()).isEqualTo(10);
    assertThat(new LocalTopics(kafka.bootstrap()).list())
        .contains(new LocalTopics.TopicStatus(market.topic(), 1, 15, 10));

    transaction.commit();
    try (LogLines log = LogLines.listen()) {
      market.run("medallion").succeeded();
      assertThat(log.all()).anyMatch(line -> line.endsWith(" lag=0 blocked=0"));
      assertThat(log.all()).noneMatch(line -> line.contains("open transaction"));
    }
    market.assertExactlyOnce();
    market.assertEqualsKafka();
    assertThat(market.coordinates(BRONZE)).hasSize(15);
  }

  @Test
  void jobIsUnhealthyWhileBlockedForTooLong(@TempDir Path folder) throws Exception {
    Path health = folder.resolve("health");
    try (DriverProcess job =
        market.startProcess(
            "bronze",
            List.of("--trigger=100ms", "--maxBlockedTime=500ms", "--healthFile=" + health))) {
      Await.until("the job is unhealthy", () -> read(health).startsWith("unhealthy\n"));
      assertThat(read(health))
          .contains("bronze-binance: An open transaction blocks", "--maxBlockedTime");
      assertThat(job.isAlive()).isTrue();

      transaction.abort();

      Await.until("the job is healthy", () -> read(health).equals("healthy\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
