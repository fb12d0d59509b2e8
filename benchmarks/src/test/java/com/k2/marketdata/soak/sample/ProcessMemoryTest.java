package com.k2.marketdata.soak.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  private static final long PID = ProcessHandle.current().pid();
  private static final long MEGABYTE = 1 << 20;

  @Test
  void thisProcessIsResident() {
    ProcessMemory memory = ProcessMemory.readAndReset(PID).orElseThrow();

    assertThat(memory.residentBytes()).isBetween(20 * MEGABYTE, memory.peakBytes());
  }

  /** Memory that is returned before the next sample counts in that sample. */
  @Test
  void peakIsTheLargestSinceTheLastReading() throws Exception {
    String script =
        "printf -v x %40000000s; echo large; read -r wait; unset x; echo small; read -r";
    Process process = new ProcessBuilder("bash", "-c", script).start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("large");
      ProcessMemory.readAndReset(process.pid());
      process.outputWriter().write("\n");
      process.outputWriter().flush();
      assertThat(process.inputReader().readLine()).isEqualTo("small");
      ProcessMemory returned = ProcessMemory.readAndReset(process.pid()).orElseThrow();
      ProcessMemory afterwards = ProcessMemory.readAndReset(process.pid()).orElseThrow();

      assertThat(returned.residentBytes()).isLessThan(20 * MEGABYTE);
      assertThat(returned.peakBytes()).isGreaterThan(38 * MEGABYTE);
      assertThat(afterwards.peakBytes()).isLessThan(20 * MEGABYTE);
    } finally {
      process.outputWriter().close();
      process.waitFor();
    }
  }

  @Test
  void treeWithoutChildrenIsItsRoot() throws Exception {
    Process alone = new ProcessBuilder("bash", "-c", "echo ready; read -r wait").start();
    try {
      assertThat(alone.inputReader().readLine()).isEqualTo("ready");
      assertThat(ProcessMemory.ofTree(alone.pid()).orElseThrow().residentBytes())
          .isCloseTo(
              ProcessMemory.readAndReset(alone.pid()).orElseThrow().residentBytes(),
              Percentage.withPercentage(20));
    } finally {
      alone.outputWriter().close();
      alone.waitFor();
    }
  }

  @Test
  void treeHasTheMemoryOfItsChildren() throws Exception {
    // A shell with a large variable, in a shell.
    Process outer =
        new ProcessBuilder(
                "bash",
                "-c",
                "bash -c 'printf -v x %40000000s; echo ready; read -r wait; echo \"${#x}\"'; true")
            .start();
    try {
      assertThat(outer.inputReader().readLine()).isEqualTo("ready");
      assertThat(ProcessMemory.readAndReset(outer.pid()).orElseThrow().residentBytes())
          .isLessThan(20 * MEGABYTE);
      assertThat(ProcessMemory.ofTree(outer.pid()).orElseThrow().residentBytes())
          .isGreaterThan(38 * MEGABYTE);
    } finally {
      outer.outputWriter().close();
      outer.waitFor();
    }
  }

  @Test
  void endedProcessHasNoMemory() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();

    assertThat(ProcessMemory.readAndReset(ended.pid())).isEmpty();
    assertThat(ProcessMemory.ofTree(ended.pid())).isEmpty();
  }

  @Test
  void samplerSkipsProcessesThatHaveEnded() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    List<Sample> sink = new ArrayList<>();
    SoakProcess self = new SoakProcess("this", Kind.DRIVER, PID, 0);
    Sampler sampler =
        new Sampler(
            () -> List.of(self, new SoakProcess("ended", Kind.OTHER, ended.pid(), 0)), sink::add);

    sampler.sample();
    sampler.sample();

    assertThat(sampler.samples()).isEqualTo(sink);
    assertThat(sink).extracting(Sample::process).containsExactly(self, self);
    assertThat(sink.get(0).residentMegabytes()).isGreaterThan(20);
  }
}
