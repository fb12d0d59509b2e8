package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.orphan.DeleteOrphans;
import com.k2.marketdata.lake.maintain.orphan.FindOrphans;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.launch.runner.SparkCycleRunner;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I8: orphan removal on Spark. */
class I8OrphansOnSparkIT {
  @TempDir private Path state;
  private CycleFixture tables;
  private SparkCycleRunner runner;

  @BeforeEach
  void start() {
    tables = new CycleFixture(state, "trades");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
    options.setRunner(SparkRunner.class);
    options.setSparkMaster("local[2]");
    runner = new SparkCycleRunner(options);
  }

  @AfterEach
  void stop() {
    runner.close();
  }

  @Test
  void orphansAreRemovedAfterTheFence() throws IOException {
    Path planted = plant();
    int snapshots = snapshots();
    removeOrphans();
    assertThat(planted).doesNotExist();
    assertThat(snapshots()).isEqualTo(snapshots + 1);
    assertThat(TestLake.rows(tables.bronze())).hasSize(20);
  }

  @Test
  void damagedManifestIsReported() throws IOException {
    Path planted = plant();
    Table table = tables.bronze();
    Files.write(path(table.currentSnapshot().allManifests(table.io()).get(0).path()), new byte[0]);
    assertThatThrownBy(this::removeOrphans)
        .hasStackTraceContaining(MaintenanceRefusedException.class.getName())
        .hasStackTraceContaining("cannot be read");
    assertThat(planted).exists();
  }

  private void removeOrphans() {
    OrphanSearch search =
        OrphanSearch.of(
            tables.lake.config(),
            CycleFixture.BRONZE,
            OrphanSettings.DEFAULTS.executing(),
            new MaintenanceRun("test"),
            Instant.now().plus(Duration.ofDays(5)));
    Pipeline pipeline = runner.newPipeline("orphans");
    pipeline.apply(FindOrphans.of(search)).apply(DeleteOrphans.of(search));
    runner.run(pipeline);
  }

  private Path plant() throws IOException {
    return Files.writeString(path(tables.bronze().location() + "/data/planted.parquet"), "planted");
  }

  private int snapshots() {
    int count = 0;
    for (var ignored : tables.bronze().snapshots()) {
      count++;
    }
    return count;
  }

  private static Path path(String location) {
    return Path.of(URI.create(location.replaceFirst("^file:/*", "file:///")));
  }
}
