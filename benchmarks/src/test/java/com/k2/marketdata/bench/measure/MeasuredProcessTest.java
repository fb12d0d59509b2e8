package com.k2.marketdata.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProcessTest {
  @TempDir private Path folder;

  @Test
  void measuresBetweenTheMarks() {
    Measurement measured =
        process(
                "echo @begin; read seen; i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done;"
                    + " echo '@end {\"records\":1000}'; read seen; echo '@result {\"ok\":true,\"files\":3}'; read seen")
            .run(2);
    assertThat(measured.round()).isEqualTo(2);
    assertThat(measured.records()).isEqualTo(1_000);
    assertThat(measured.files()).isEqualTo(3);
    assertThat(measured.cpuSeconds()).isGreaterThan(0);
    assertThat(measured.seconds()).isGreaterThan(0);
    assertThat(measured.peakRssBytes()).isGreaterThan(100_000);
  }

  @Test
  void prefersTheTimeThatTheJobReports() {
    assertThat(
            process(
                    "echo @begin; read seen; echo '@end {\"records\":10,\"seconds\":2.5}'; read seen;"
                        + " echo '@result {\"ok\":true}'; read seen")
                .run(1)
                .recordsPerSecond())
        .isEqualTo(4);
  }

  @Test
  void wrongResultsFailTheMeasurement() {
    MeasuredProcess wrong =
        process(
            "echo @begin; read seen; echo '@end {\"records\":10}'; read seen;"
                + " echo '@result {\"ok\":false,\"why\":\"a row is missing\"}'; read seen; exit 1");
    assertThatThrownBy(() -> wrong.run(1))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("a row is missing")
        .hasMessageContaining("job.log");
  }

  @Test
  void jobWithoutMarksFailsTheMeasurement() {
    assertThatThrownBy(() -> process("exit 0").run(1)).isInstanceOf(SystemFaultException.class);
  }

  private MeasuredProcess process(String script) {
    return new MeasuredProcess(
        "job",
        List.of("/bin/sh", "-c", script),
        Map.of(),
        folder.resolve("job.log"),
        ProcessHandle.current().pid());
  }
}
