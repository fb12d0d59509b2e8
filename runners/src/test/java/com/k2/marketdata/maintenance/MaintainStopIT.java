package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop signal ends maintenance in the middle of a step. */
class MaintainStopIT {
  /** The exit code of a JVM that was ended by SIGTERM. */
  private static final int TERMINATED = 143;

  private static final Duration A_FEW_SECONDS = Duration.ofSeconds(15);

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(strings = {"once", "1h"})
  void stopSignalEndsAStep(String trigger) {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 100);
    market.run("medallion", "--maxRecordsPerCycle=5").succeeded();
    try (DriverProcess maintain =
        market.startMaintain(
            "--execute",
            "--settle=0s",
            "--trigger=" + trigger,
            "--stopGrace=0s",
            "--format=json")) {
      maintain.awaitLog("compact begins");

      long begin = System.nanoTime();
      maintain.stop();

      assertThat(maintain.exitCode()).as(maintain::log).isEqualTo(TERMINATED);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(A_FEW_SECONDS);
      assertThat(maintain.log())
          .contains("Maintenance was stopped during a run", "it was asked to stop")
          .doesNotContain("\"outcome\"");
    }
    market.assertExactlyOnce();
    market.assertVerified();
    market.maintain("--execute", "--settle=0s").succeeded();
    for (String table : TABLES) {
      assertThat(market.table(table).currentSnapshot().summary())
          .containsEntry("total-data-files", "1");
    }
    market.assertVerified();
  }
}
