package com.k2.marketdata.soak.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Samples the memory of processes. */
public final class Sampler {
  private final Supplier<List<SoakProcess>> processes;
  private final Consumer<Sample> sink;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * @param processes returns those that should be running now
   * @param sink receives each sample at once, so that an interrupted run has them
   */
  public Sampler(Supplier<List<SoakProcess>> processes, Consumer<Sample> sink) {
    this.processes = processes;
    this.sink = sink;
  }

  /** Takes a sample of each process that is running. */
  public void sample() {
    Instant now = Instant.now();
    for (SoakProcess process : processes.get()) {
      memory(process)
          .map(memory -> new Sample(now, process, memory))
          .ifPresent(
              sample -> {
                samples.add(sample);
                sink.accept(sample);
              });
    }
  }

  /** Other processes may be trees of processes that come and go, as those of PostgreSQL. */
  private static Optional<ProcessMemory> memory(SoakProcess process) {
    return process.kind() == Kind.OTHER
        ? ProcessMemory.ofTree(process.pid())
        : ProcessMemory.readAndReset(process.pid());
  }

  /** All samples so far. */
  public List<Sample> samples() {
    return List.copyOf(samples);
  }
}
