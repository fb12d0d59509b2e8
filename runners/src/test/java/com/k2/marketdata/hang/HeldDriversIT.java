package com.k2.marketdata.hang;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that hold after a failure that a restart would repeat, until a stop signal. */
class HeldDriversIT {
  private static final int TERMINATED = 143;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path folder;

  @Test
  void wrongOptionIsHeldBeforeTheJobStarts() {
    Market market = Market.open(kafka, folder.resolve("state"), 1);
    Path health = folder.resolve("health");
    try (DriverProcess driver =
        market.startProcess(
            "medallion", List.of("--trigger=soon", "--onFatal=hold", "--healthFile=" + health))) {
      driver.awaitLog("medallion holds instead of exiting with code 2");
      assertThat(health).content().startsWith("unhealthy\nmedallion: --trigger=soon");
      assertTerminates(driver);
    }
  }

  @Test
  void wrongOptionOfMaintenanceIsHeld() {
    Market market = Market.open(kafka, folder.resolve("state"), 1);
    try (DriverProcess driver =
        market.startMaintain("--format=odd", "--trigger=6h", "--onFatal=hold")) {
      driver.awaitLog("maintain holds instead of exiting with code 2");
      assertTerminates(driver);
    }
  }

  @Test
  void rejectedShareIsHeldAfterTheLoop() {
    Market market = Market.open(kafka, folder.resolve("state"), 1);
    market.publish(0, 100);
    Path health = folder.resolve("health");
    try (DriverProcess driver =
        market.startProcess(
            "medallion",
            List.of(
                "--trigger=1s",
                "--onFatal=hold",
                "--maxRejectedShare=0.05",
                "--minRecordsForRejectedShare=10",
                "--healthFile=" + health))) {
      driver.awaitLog("medallion holds instead of exiting with code 6");
      assertThat(health).content().startsWith("unhealthy\nmedallion: ");
      assertTerminates(driver);
    }
    assertThat(market.tables().rows(Market.BRONZE)).isEmpty();
  }

  private static void assertTerminates(DriverProcess driver) {
    assertThat(driver.isAlive()).isTrue();
    driver.stop();
    assertThat(driver.exitCode()).as(driver::log).isEqualTo(TERMINATED);
  }
}
