package com.k2.marketdata.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.bench.measure.Measurement;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
  private static final List<Measurement> RUNS =
      List.of(
          run("k2-medallion", 1, 10, 20),
          run("peer-bronze", 1, 15, 30),
          run("peer-silver", 1, 25, 50),
          run("k2-medallion", 2, 20, 20),
          run("peer-bronze", 2, 20, 30),
          run("peer-silver", 2, 40, 10));

  @Test
  void medianOfEvenCountIsMiddleAverage() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
  }

  @Test
  void medallionIsComparedWithPeerOfSameRound() {
    Comparison comparison =
        Report.of(RUNS, "2g", "local[2]").comparisons().stream().findFirst().orElseThrow();
    assertThat(comparison.job()).isEqualTo("k2-medallion");
    assertThat(comparison.against()).containsExactly("peer-bronze", "peer-silver");
    assertThat(comparison.speed().max()).isCloseTo(4.0, within(1e-9)); // (15 + 25) / 10
    assertThat(comparison.speed().min()).isCloseTo(3.0, within(1e-9)); // (20 + 40) / 20
    assertThat(comparison.cpu().min()).isCloseTo(0.25, within(1e-9)); // 20 / (30 + 50)
    assertThat(comparison.cpu().max()).isCloseTo(0.5, within(1e-9)); // 20 / (30 + 10)
  }

  @Test
  void jobsWithoutCounterpartAreNotCompared() {
    assertThat(Report.of(RUNS.subList(0, 2), "2g", "local[2]").comparisons()).isEmpty();
  }

  @Test
  void jsonContainsEveryRun() throws Exception {
    JsonNode json = new ObjectMapper().readTree(Report.of(RUNS, "2g", "local[2]").json());
    assertThat(json.path("runs")).hasSize(6);
    assertThat(json.path("runs").get(0).path("cpuSeconds").asDouble()).isEqualTo(20);
    assertThat(json.path("machine").path("heap").asText()).isEqualTo("2g");
  }

  @Test
  void chartIsWellFormedAndNamesJobsTwice() throws Exception {
    String svg = Report.of(RUNS, "2g", "local[2]").svg();
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertThat(svg.split(">peer-silver<", -1)).hasSize(3);
  }

  private static Measurement run(String job, int round, double seconds, double cpuSeconds) {
    return new Measurement(
        job, round, 1_000_000, seconds, cpuSeconds, 1, 1, 0, 1, 1L << 30, 10, 20, 1L << 27, "");
  }
}
