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

  /** Longer than a cycle of one exchange, which may follow that of another one. */
  private static final Duration QUIET = Duration.ofSeconds(3);

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
        awaitQuiet();
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
   * Waits until a cycle has ended and none after it for some time, so that the heaps have no rows
   * when they are collected; or until two samples are due, if the cycles follow each other.
   */
  private void awaitQuiet() {
    Instant deadline = Instant.now().plus(settings.interval().multipliedBy(2));
    int seen = jobs.cycles().size();
    Instant quiet = deadline;
    while (Instant.now().isBefore(deadline) && Instant.now().isBefore(quiet)) {
      LockSupport.parkNanos(GLANCE.toNanos());
      int now = jobs.cycles().size();
      if (now > seen) {
        seen = now;
        quiet = Instant.now().plus(QUIET);
      }
    }
  }

  /**
   * Collects the drivers first: only then does Spark release the broadcasts of former cycles, which
   * executors keep in memory. Executors are collected twice: streams of compressed files have
   * finalizers, which run after the first collection, so that the second one frees their buffers.
   */
  private void collect() {
    for (Kind kind : List.of(Kind.DRIVER, Kind.EXECUTOR, Kind.EXECUTOR)) {
      collect(kind);
      LockSupport.parkNanos(RELEASED_WITHIN.toNanos());
    }
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
