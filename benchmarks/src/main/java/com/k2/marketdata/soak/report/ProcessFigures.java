package com.k2.marketdata.soak.report;

import com.k2.marketdata.soak.sample.HeapSample;
import com.k2.marketdata.soak.sample.Kind;
import com.k2.marketdata.soak.sample.Recording;
import com.k2.marketdata.soak.sample.Sample;
import com.k2.marketdata.soak.sample.SoakProcess;
import java.util.List;
import java.util.Optional;

/**
 * The memory of a process during a run, in megabytes.
 *
 * @param limitMegabytes its limit in the resource plan; 0 if it has none
 * @param peakMegabytes the largest resident memory since the start of the process
 * @param resident the largest resident memory of each third; empty if the run was too short
 * @param heap the smallest heap after a full collection in each third; empty if it is not measured,
 *     or the run was too short
 * @param fromBegin whether the process was there at the first sample
 * @param untilEnd whether it was there at the last sample
 */
public record ProcessFigures(
    String name,
    Kind kind,
    long pid,
    int limitMegabytes,
    double peakMegabytes,
    Optional<Thirds> resident,
    Optional<Thirds> heap,
    boolean fromBegin,
    boolean untilEnd) {

  /** The figures of all processes of a run. */
  public static List<ProcessFigures> of(Recording run) {
    return run.processes().stream().map(process -> of(run, process)).toList();
  }

  private static ProcessFigures of(Recording run, SoakProcess process) {
    List<Sample> samples = run.samplesOf(process);
    List<Sample> all = run.samples();
    List<HeapSample> full = run.heapsOf(process).stream().filter(HeapSample::full).toList();
    return new ProcessFigures(
        process.name(),
        process.kind(),
        process.pid(),
        process.limitMegabytes(),
        samples.stream().mapToDouble(Sample::peakMegabytes).max().orElse(0),
        Thirds.of(
            samples, sample -> run.third(sample.time()), Thirds.largest(Sample::peakMegabytes)),
        Thirds.of(full, heap -> run.third(heap.time()), Thirds.smallest(HeapSample::usedMegabytes)),
        samples.get(0).time().equals(all.get(0).time()),
        samples.get(samples.size() - 1).time().equals(all.get(all.size() - 1).time()));
  }

  /** The peak in percent of the limit; empty if there is no limit. */
  public Optional<Double> peakPercent() {
    return limitMegabytes == 0
        ? Optional.empty()
        : Optional.of(100 * peakMegabytes / limitMegabytes);
  }
}
