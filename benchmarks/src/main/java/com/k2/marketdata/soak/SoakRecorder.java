package com.k2.marketdata.soak;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.soak.report.CsvFile;
import com.k2.marketdata.soak.sample.Collector;
import com.k2.marketdata.soak.sample.HeapSample;
import com.k2.marketdata.soak.sample.Kind;
import com.k2.marketdata.soak.sample.Recording;
import com.k2.marketdata.soak.sample.Sampler;
import com.k2.marketdata.soak.sample.SoakProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Records the memory of processes and the cycles of jobs for some time. */
final class SoakRecorder {
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Duration RELEASED_WITHIN = Duration.ofSeconds(1);

  private final SoakSettings settings;
  private final Supplier<List<SoakProcess>> processes;
  private final RunningJobs jobs;
  private final Path logs;
  private final CsvFile csv;

  /**
   * @param logs the folder with the logs of the collections
   * @param csv receives all measured values
   */
  SoakRecorder(
      SoakSettings settings,
      Supplier<List<SoakProcess>> processes,
      RunningJobs jobs,
      Path logs,
      CsvFile csv) {
    this.settings = settings;
    this.processes = processes;
    this.jobs = jobs;
    this.logs = logs;
    this.csv = csv;
  }

  /** Records until it is over, or a driver has ended. */
  Recording record(BooleanSupplier isOver) {
    Instant begin = Instant.now();
    Sampler sampler = new Sampler(processes, csv::add);
    Instant collection = begin;
    for (Instant next = begin; jobs.areRunning() && !isOver.getAsBoolean(); ) {
      sampler.sample();
      next = next.plus(settings.interval());
      if (!Instant.now().isBefore(collection)) {
        awaitCycle(next);
        collect();
        collection = collection.plus(settings.collectionInterval());
      }
      LockSupport.parkNanos(Duration.between(Instant.now(), next).toNanos());
    }
    collect();
    sampler.sample();
    Recording recording =
        new Recording(
            begin,
            Instant.now(),
            sampler.samples(),
            heaps(sampler),
            jobs.cycles().stream().filter(cycle -> cycle.time().isAfter(begin)).toList(),
            jobs.failures());
    write(recording);
    return recording;
  }

  /**
   * Waits for the end of a cycle, so that the heaps have no rows of one when they are collected; or
   * until the deadline.
   */
  private void awaitCycle(Instant deadline) {
    int before = jobs.cycles().size();
    while (jobs.cycles().size() == before && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(GLANCE.toNanos());
    }
  }

  /**
   * Collects the drivers first: only then does Spark release the broadcasts of former cycles, which
   * executors keep in memory.
   */
  private void collect() {
    collect(Kind.DRIVER);
    LockSupport.parkNanos(RELEASED_WITHIN.toNanos());
    collect(Kind.EXECUTOR);
  }

  private void collect(Kind kind) {
    processes.get().stream()
        .filter(process -> process.kind() == kind)
        .forEach(process -> Collector.collect(process.pid()));
  }

  private Map<Long, List<HeapSample>> heaps(Sampler sampler) {
    Map<Long, List<HeapSample>> heaps = new HashMap<>();
    sampler.samples().stream()
        .map(sample -> sample.process())
        .distinct()
        .filter(process -> process.kind().hasHeapLog())
        .forEach(process -> heaps.put(process.pid(), heaps(process)));
    return heaps;
  }

  private List<HeapSample> heaps(SoakProcess process) {
    try {
      return HeapSample.read(logs, process.pid());
    } catch (IOException e) {
      throw new SystemFaultException(
          "Cannot read the log of the collections of " + process.name() + ": " + e, e);
    }
  }

  private void write(Recording recording) {
    for (SoakProcess process : recording.processes()) {
      recording.heapsOf(process).forEach(heap -> csv.add(process, heap));
    }
    recording.cycles().forEach(csv::add);
  }
}
