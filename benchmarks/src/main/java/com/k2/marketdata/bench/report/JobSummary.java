package com.k2.marketdata.bench.report;

import com.k2.marketdata.bench.measure.Measurement;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The measurements of a job over all rounds.
 *
 * @param cpuMicros user and system time of the job's process per record
 * @param peakRssMegabytes maximum resident memory
 * @param otherCpuShare largest share of the machine's CPU time that other processes used during a
 *     run
 */
public record JobSummary(
    String job,
    int rounds,
    Spread recordsPerSecond,
    Spread cpuMicros,
    Spread jitMicros,
    Spread gcMicros,
    Spread peakRssMegabytes,
    long commits,
    long files,
    long megabytes,
    double otherCpuShare) {

  static JobSummary of(String job, List<Measurement> runs, int cores) {
    Measurement last = runs.get(runs.size() - 1);
    return new JobSummary(
        job,
        runs.size(),
        spread(runs, Measurement::recordsPerSecond),
        spread(runs, Measurement::cpuMicrosPerRecord),
        spread(runs, run -> run.jitSeconds() * 1e6 / run.records()),
        spread(runs, run -> run.gcSeconds() * 1e6 / run.records()),
        spread(runs, run -> run.peakRssBytes() / (double) (1 << 20)),
        last.commits(),
        last.files(),
        last.bytes() >> 20,
        spread(runs, run -> run.otherCpuSeconds() / run.seconds() / cores).max());
  }

  private static Spread spread(List<Measurement> runs, ToDoubleFunction<Measurement> value) {
    return Spread.of(runs.stream().map(value::applyAsDouble).toList());
  }
}
