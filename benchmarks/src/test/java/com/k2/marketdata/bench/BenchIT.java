package com.k2.marketdata.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the benchmark with few messages; jobs of every side run, are measured and verified. */
class BenchIT {
  private static final int RECORDS = 20_000;

  @TempDir private Path folder;

  @Test
  void measuresAndComparesAllSides() throws Exception {
    Path peer = Path.of("peer", "target").toAbsolutePath();
    Path json = folder.resolve("results.json");
    Path chart = folder.resolve("chart.svg");
    int code =
        new CommandLine(new BenchCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(
                "--peerClassPath="
                    + peer.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(peer.resolve("peer.classpath")).trim(),
                "--work=" + folder.resolve("work"),
                "--sets=cycles,floor",
                "--jobs=k2-medallion,peer-bronze,peer-silver,floor-both,floor-k2-rows",
                "--rounds=1",
                "--heap=768m",
                "--binance=" + RECORDS,
                "--kraken=1000",
                "--json=" + json,
                "--chart=" + chart);
    assertThat(code).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("jobs").findValuesAsText("job"))
        .contains("k2-medallion", "peer-bronze", "peer-silver", "floor-both", "floor-k2-rows");
    for (JsonNode run : report.path("runs")) {
      assertThat(run.path("records").asLong()).isEqualTo(RECORDS);
      assertThat(run.path("cpuSeconds").asDouble()).isPositive();
      assertThat(run.path("files").asLong()).isPositive();
    }
    assertThat(report.path("comparisons")).hasSize(4);
    assertThat(chart).content().startsWith("<svg");
  }
}
