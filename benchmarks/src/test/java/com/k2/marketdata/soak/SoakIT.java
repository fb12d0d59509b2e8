package com.k2.marketdata.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.command.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command with all servers, on the Spark home that Maven has built. */
@Tag("long")
class SoakIT {
  private static final Path RUNNERS = Path.of("../runners").toAbsolutePath().normalize();

  @TempDir private Path folder;

  @BeforeEach
  void setDistribution() throws IOException {
    System.setProperty("k2.spark.home", RUNNERS.resolve("stock-spark/target/home").toString());
    try (Stream<Path> files = Files.list(RUNNERS.resolve("spark-jar/target"))) {
      Path jar =
          files
              .filter(file -> file.getFileName().toString().matches("k2-pipelines-.*-spark.jar"))
              .findFirst()
              .orElseThrow();
      System.setProperty("k2.spark.jar", jar.toString());
    }
  }

  @AfterEach
  void clearDistribution() {
    System.clearProperty("k2.spark.home");
    System.clearProperty("k2.spark.jar");
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void allProcessesAreMeasuredAndTablesVerified() throws IOException {
    Path output = folder.resolve("soak");
    StringWriter out = new StringWriter();
    CommandLine command = Commands.commandLine(new SoakCommand()).setOut(new PrintWriter(out));

    // Above the original's rates, only the verification is judged.
    int code = command.execute("--minutes=0.5", "--load=2", "--snapshots=20", "--output=" + output);

    assertThat(code).as(out::toString).isZero();
    JsonNode report = new ObjectMapper().readTree(output.resolve("soak.json").toFile());
    assertThat(report.at("/verified").asBoolean()).isTrue();
    assertThat(report.at("/messages").asLong()).isGreaterThan(30 * 2_066);
    assertThat(report.at("/processes").findValuesAsText("name"))
        .containsExactlyInAnyOrder(
            "driver of medallion",
            "executor 0 of medallion",
            "executor 1 of medallion",
            "master",
            "worker-1",
            "worker-2",
            "kafka",
            "registry",
            "store",
            "postgres",
            "maintenance");
    for (JsonNode process : report.at("/processes")) {
      boolean hasHeap = process.at("/name").asText().matches("(driver|executor) .*");
      assertThat(process.at("/peakMegabytes").asDouble()).isGreaterThan(10);
      assertThat(process.at("/heap/last").asDouble() > 0).isEqualTo(hasHeap);
    }
    assertThat(report.at("/lanes").findValuesAsText("lane"))
        .containsExactly("medallion-binance", "medallion-kraken");
    assertThat(output.resolve("soak.svg")).isNotEmptyFile();
    assertThat(output.resolve("soak.csv")).content().contains("rss_mb", "cycle_ms");
    assertThat(output.resolve("state")).doesNotExist();
    assertThat(ProcessHandle.allProcesses().filter(process -> isOf(process, output))).isEmpty();
  }

  /** Memory does not grow while many cycles follow each other without a pause. */
  @Test
  @Timeout(value = 90, unit = TimeUnit.MINUTES)
  void memoryHoldsForTwentyMillionMessages() {
    StringWriter out = new StringWriter();
    CommandLine command = Commands.commandLine(new SoakCommand()).setOut(new PrintWriter(out));

    int code = command.execute("--backlog=20000000", "--output=" + folder.resolve("backlog"));

    assertThat(code).as(out::toString).isZero();
  }

  private static boolean isOf(ProcessHandle process, Path output) {
    // The JDK leaves out long command lines, such as those of drivers.
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains(output.toString());
    } catch (IOException e) {
      return false; // it has ended
    }
  }
}
