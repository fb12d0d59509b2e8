package com.k2.marketdata.soak.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that was measured between two moments.
 *
 * @param samples of all processes, in the order of time
 * @param heaps the collections of processes, by process id, in the order of time
 * @param cycles of all jobs, in the order of time
 * @param failures lines of the drivers' logs that report failed cycles
 */
public record Recording(
    Instant begin,
    Instant end,
    List<Sample> samples,
    Map<Long, List<HeapSample>> heaps,
    List<CycleSample> cycles,
    List<String> failures) {

  public Recording {
    samples = List.copyOf(samples);
    heaps = Map.copyOf(heaps);
    cycles = List.copyOf(cycles);
    failures = List.copyOf(failures);
  }

  /** The processes that were sampled, in the order in which they appeared. */
  public List<SoakProcess> processes() {
    return samples.stream().map(Sample::process).distinct().toList();
  }

  /** The samples of a process. */
  public List<Sample> samplesOf(SoakProcess process) {
    return samples.stream().filter(sample -> sample.process().equals(process)).toList();
  }

  /** The collections of a process during this time. */
  public List<HeapSample> heapsOf(SoakProcess process) {
    return heaps.getOrDefault(process.pid(), List.of()).stream()
        .filter(heap -> !heap.time().isBefore(begin) && !heap.time().isAfter(end))
        .toList();
  }

  /** The third, 0 to 2, in which a moment is. */
  public int third(Instant time) {
    long all = Math.max(1, Duration.between(begin, end).toMillis());
    long since = Duration.between(begin, time).toMillis();
    return (int) Math.max(0, Math.min(2, since * 3 / all));
  }
}
