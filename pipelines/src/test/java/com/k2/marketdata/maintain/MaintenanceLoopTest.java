package com.k2.marketdata.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.options.MaintainOptions;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.FakeRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceLoopTest {
  @TempDir private Path folder;

  private final List<MaintenanceReport> reports = new ArrayList<>();
  private final StopSignal stop = new StopSignal();

  @Test
  void refusedStepIsUnhealthyUntilItSucceeds() throws IOException {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.bronze().updateProperties().set("gc.enabled", "false").commit();
    Path health = folder.resolve("health");
    List<String> states = new ArrayList<>();
    MaintenanceLoop loop =
        new MaintenanceLoop(
            maintenance(tables, "--steps=expire"),
            Optional.of(Duration.ofMillis(1)),
            new HealthFile(health),
            stop,
            report -> {
              reports.add(report);
              states.add(read(health));
              tables.bronze().updateProperties().set("gc.enabled", "true").commit();
              if (reports.size() == 2) {
                stop.request();
              }
            });
    assertThat(loop.run(new FakeRunner())).isEqualTo(ExitCode.DONE);
    assertThat(reports.get(0).exitCode()).isEqualTo(ExitCode.MAINTENANCE);
    assertThat(reports.get(0).tables()).hasSize(3);
    assertThat(states.get(0))
        .startsWith("unhealthy\n" + CycleFixture.BRONZE + ": the step expire was refused: ")
        .contains("gc.enabled")
        .doesNotContain(CycleFixture.SILVER);
    assertThat(states.get(1)).isEqualTo("healthy\n");
  }

  @Test
  void unreadablePlanEndsTheRun() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    MaintenanceLoop loop =
        new MaintenanceLoop(
            maintenance(tables, "--execute", "--plan=" + folder.resolve("none")),
            Optional.of(Duration.ofMillis(1)),
            new HealthFile(null),
            stop,
            reports::add);
    assertThatThrownBy(() -> loop.run(new FakeRunner())).isInstanceOf(UsageException.class);
  }

  @Test
  void runThatFailsIsFollowedByTheNext() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    Path health = folder.resolve("health");
    List<String> states = new ArrayList<>();
    MaintenanceLoop loop =
        new MaintenanceLoop(
            maintenance(tables, "--steps=expire"),
            Optional.of(Duration.ofMillis(1)),
            new HealthFile(health),
            stop,
            report -> {
              states.add(read(health));
              if (states.size() == 1) {
                throw new SystemFaultException("The output is closed.");
              }
              if (states.size() == 3) {
                stop.request();
              }
            });
    assertThat(loop.run(new FakeRunner())).isEqualTo(ExitCode.DONE);
    assertThat(states).containsExactly("healthy\n", "healthy\n", "healthy\n");
  }

  /** A part of a run would look like a run without problems. */
  @Test
  void stoppedRunIsNotReported() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    Path health = folder.resolve("health");
    Path plan = folder.resolve("plan");
    FakeRunner runner = new FakeRunner();
    runner.duringNext(stop::request);
    runner.failNext(new IllegalStateException("The pipeline ended as CANCELLED"));
    MaintenanceLoop loop =
        new MaintenanceLoop(
            maintenance(tables, "--steps=orphans", "--plan=" + plan),
            Optional.empty(),
            new HealthFile(health),
            stop,
            reports::add);
    assertThat(loop.run(runner)).isEqualTo(ExitCode.DONE);
    assertThat(reports).isEmpty();
    assertThat(plan).doesNotExist();
    assertThat(read(health)).isEqualTo("healthy\n");
  }

  @Test
  void catalogThatIsDownFailsTheWholeRun() {
    CatalogConfig down =
        new CatalogConfig(
            "market_data",
            Map.of(
                "type", "jdbc", "uri", "jdbc:sqlite:/nowhere/catalog.db", "warehouse", "/nowhere"));
    Path health = folder.resolve("health");
    MaintenanceLoop loop =
        new MaintenanceLoop(
            new Maintenance(down, settings(), Clock.systemUTC()),
            Optional.empty(),
            new HealthFile(health),
            stop,
            reports::add);
    assertThatThrownBy(() -> loop.run(new FakeRunner())).isInstanceOf(SystemFaultException.class);
    assertThat(read(health)).startsWith("unhealthy\nmaintain: ");
  }

  private static MaintenanceSettings settings(String... args) {
    return MaintenanceSettings.of(PipelineOptionsFactory.fromArgs(args).as(MaintainOptions.class));
  }

  private static Maintenance maintenance(CycleFixture tables, String... args) {
    return new Maintenance(tables.lake.config(), settings(args), Clock.systemUTC());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
