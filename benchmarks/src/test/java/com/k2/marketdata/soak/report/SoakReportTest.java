package com.k2.marketdata.soak.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.bench.report.Machine;
import com.k2.marketdata.cli.text.Json;
import com.k2.marketdata.soak.sample.HeapSample;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class SoakReportTest {
  @TempDir private Path folder;

  private static SoakReport report(Runs run) {
    return new SoakReport(
        "lean",
        1,
        0,
        2_000,
        2_700,
        2_790_000,
        new Machine("a processor", 2, 8_192, "", "", ""),
        ProcessFigures.of(run.recording()),
        LaneFigures.of(run.recording(), Map.of("medallion-binance", Duration.ofSeconds(10))),
        1,
        true,
        List.of("A rule does not hold."));
  }

  @Test
  void textHasAllFigures() {
    assertThat(SoakText.of(report(Runs.steady())))
        .contains(
            "### Plan lean, 1 times the original's rates, 45 minutes",
            "2,790,000 messages; each table had 2,000 snapshots at the beginning.",
            "| driver of medallion | 672 | 410 | 61 | 400 / 410 / 410 (+0.0 %) | 80 / 90 / 90 (+0.0 %) |",
            "| store |  | 500 |  | 300 / 400 / 500 (+25.0 %) |  |",
            "| medallion-binance | 2 | 2,000 | 3,000 | 3,000 | 10,000 | 20,000 | 10 |",
            "Failed cycles, which were retried: 1. The verification was clean.",
            "- A rule does not hold.");
  }

  @Test
  void jsonHasAllFigures() throws Exception {
    JsonNode json = new ObjectMapper().readTree(Json.pretty(report(Runs.steady())));

    assertThat(json.at("/processes/0/heap/last").asDouble()).isEqualTo(90);
    assertThat(json.at("/processes/3/heap").isNull()).isTrue();
    assertThat(json.at("/lanes/0/maxMillis").asLong()).isEqualTo(3_000);
    assertThat(json.at("/violations/0").asText()).isEqualTo("A rule does not hold.");
  }

  @Test
  void chartHasALineForEachProcess() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    SoakChart.svg(Runs.steady().recording()).getBytes(StandardCharsets.UTF_8)));

    // Four processes, two heaps and one pipeline.
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(4 + 2 + 1);
  }

  @Test
  void csvHasEachSampleAtOnce() throws Exception {
    Path file = folder.resolve("soak.csv");
    Runs run = Runs.steady();
    try (CsvFile csv = new CsvFile(file)) {
      csv.add(run.recording().samples().get(0));

      assertThat(Files.readAllLines(file))
          .containsExactly(
              "time,figure,name,pid,value",
              "2026-11-27T06:00:00Z,rss_mb,driver of medallion,1,400.0",
              "2026-11-27T06:00:00Z,rss_peak_mb,driver of medallion,1,400.0");
      csv.add(Runs.DRIVER, new HeapSample(Runs.at(5), 80, true));
      csv.add(run.recording().cycles().get(0));
    }

    assertThat(Files.readAllLines(file))
        .contains(
            "2026-11-27T06:00:05Z,heap_after_full_gc_mb,driver of medallion,1,80.0",
            "2026-11-27T06:00:10Z,cycle_ms,medallion-binance,0,2000.0");
  }
}
