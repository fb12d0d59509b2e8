package com.k2.marketdata.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.soak.sample.Kind;
import com.k2.marketdata.soak.sample.SoakProcess;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose {@code spark-submit} is a script that prints the log of a driver. */
class RunningJobsTest {
  private static final String BINANCE =
      "26/11/27 06:00:00 INFO CycleLoop: medallion-binance cycle=a ranges=[0:[0,9)] read=9 accepted=9"
          + " rejected=0 files=2 bytes=5 ms=700 commit_ms=5 lag=4 blocked=0";
  private static final String KRAKEN =
      BINANCE.replace("binance", "kraken").replace("lag=4", "lag=0");
  private static final String FAILED =
      "26/11/27 06:00:00 WARN CycleLoop: medallion-kraken failed 1 of at most 8 times in a row";
  private static final String WAIT = "exec sleep 300";

  @TempDir private Path folder;

  private RunningJobs jobs(String... script) throws IOException {
    Path submit = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\n" + String.join("\n", script) + "\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    SparkSubmitCommand command =
        new SparkSubmitCommand(
            folder,
            "spark://unused",
            DeployMode.CLIENT,
            "Main",
            Path.of("unused.jar"),
            List.of(),
            Map.of(),
            Map.of(),
            List.of());
    return new RunningJobs(
        List.of(
            SparkJob.submit(
                ResourcePlan.of("lean").jobs().get(0), command, folder.resolve("driver.log"))));
  }

  private static String echo(String line) {
    return "echo '" + line + "'";
  }

  @Test
  void cyclesOfAllExchangesAreAwaited() throws IOException {
    RunningJobs jobs = jobs(echo(BINANCE), "sleep 0.5", echo(FAILED), echo(KRAKEN), WAIT);
    try {
      jobs.awaitFirstCycles();

      assertThat(jobs.cycles())
          .extracting(cycle -> cycle.lane())
          .containsExactly("medallion-binance", "medallion-kraken");
      assertThat(jobs.failures()).containsExactly("medallion: " + FAILED);
      assertThat(jobs.haveRead(18)).isTrue();
      assertThat(jobs.haveRead(19)).isFalse();
      assertThat(jobs.triggers())
          .isEqualTo(
              Map.of(
                  "medallion-binance", Duration.ofSeconds(10),
                  "medallion-kraken", Duration.ofSeconds(10)));
    } finally {
      jobs.jobs().get(0).close();
    }
    assertThat(jobs.areRunning()).isFalse();
    assertThat(folder.resolve("driver.log")).hasContent(String.join("\n", BINANCE, FAILED, KRAKEN));
  }

  @Test
  void driverHasTheLimitOfThePlan() throws IOException {
    SparkJob job = jobs(WAIT).jobs().get(0);
    try {
      SoakProcess driver = job.driver();

      assertThat(driver)
          .isEqualTo(new SoakProcess("driver of medallion", Kind.DRIVER, driver.pid(), 480 + 192));
      assertThat(ProcessHandle.of(driver.pid())).isPresent();
    } finally {
      job.close();
    }
  }

  @Test
  void endedDriverEndsTheWait() throws IOException {
    RunningJobs jobs = jobs(echo(BINANCE), echo(KRAKEN));

    assertThatThrownBy(jobs::awaitSteady)
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("A driver ended before it could reach a lag of 0.")
        .hasMessageContaining("driver.log");
  }

  @Test
  void endedDriverIsNamedWithItsCode() throws IOException {
    RunningJobs jobs = jobs("exit 11");
    assertThatThrownBy(jobs::awaitFirstCycles).isInstanceOf(SystemFaultException.class);

    assertThat(jobs.ended())
        .singleElement()
        .asString()
        .startsWith("The driver of medallion ended with exit code 11. Its log is ");
  }
}
