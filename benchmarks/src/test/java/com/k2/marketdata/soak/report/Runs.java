package com.k2.marketdata.soak.report;

import com.k2.marketdata.soak.sample.CycleSample;
import com.k2.marketdata.soak.sample.HeapSample;
import com.k2.marketdata.soak.sample.Kind;
import com.k2.marketdata.soak.sample.ProcessMemory;
import com.k2.marketdata.soak.sample.Recording;
import com.k2.marketdata.soak.sample.Sample;
import com.k2.marketdata.soak.sample.SoakProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A made-up run of 90 seconds, with a sample each 10 s and three full collections a third. */
final class Runs {
  static final int SECONDS = 90;
  static final SoakProcess DRIVER = new SoakProcess("driver of medallion", Kind.DRIVER, 1, 672);
  static final SoakProcess EXECUTOR =
      new SoakProcess("executor 0 of medallion", Kind.EXECUTOR, 2, 704);
  static final SoakProcess MASTER = new SoakProcess("master", Kind.DAEMON, 3, 224);
  static final SoakProcess STORE = new SoakProcess("store", Kind.OTHER, 4, 0);
  private static final Instant BEGIN = Instant.parse("2026-11-27T06:00:00Z");

  private final List<Sample> samples = new ArrayList<>();
  private final Map<Long, List<HeapSample>> heaps = new HashMap<>();
  private final List<CycleSample> cycles = new ArrayList<>();

  /** A run in which nothing is wrong. */
  static Runs steady() {
    return new Runs()
        .process(DRIVER, 400, 410, 410)
        .process(EXECUTOR, 500, 520, 520)
        .process(MASTER, 140, 140, 140)
        .process(STORE, 300, 400, 500)
        .heap(DRIVER, 80, 90, 90)
        .heap(EXECUTOR, 60, 60, 61)
        .cycle(10, 10_000, 9_995, 5, 2_000)
        .cycle(80, 10_000, 9_995, 5, 3_000);
  }

  static Instant at(int second) {
    return BEGIN.plusSeconds(second);
  }

  /** A process whose size is constant in each third, instead of what it had before. */
  Runs process(SoakProcess process, int... megabytes) {
    remove(process);
    for (int second = 0; second <= SECONDS; second += 10) {
      sample(second, process, megabytes[Math.min(2, second * 3 / SECONDS)]);
    }
    return this;
  }

  Runs remove(SoakProcess process) {
    return end(process, 0);
  }

  /** Removes the samples of a process from a time on. */
  Runs end(SoakProcess process, int second) {
    samples.removeIf(
        sample -> sample.process().equals(process) && !sample.time().isBefore(at(second)));
    return this;
  }

  Runs sample(int second, SoakProcess process, int megabytes) {
    long bytes = (long) megabytes << 20;
    samples.add(new Sample(at(second), process, new ProcessMemory(bytes, bytes)));
    return this;
  }

  /** A process whose heap is constant in each third, with garbage after young collections. */
  Runs heap(SoakProcess process, int... megabytes) {
    List<HeapSample> all = new ArrayList<>();
    for (int second = 5; second < SECONDS; second += 10) {
      int used = megabytes[second * 3 / SECONDS];
      all.add(new HeapSample(at(second), used + second, false));
      all.add(new HeapSample(at(second + 1), used, true));
    }
    heaps.put(process.pid(), all);
    return this;
  }

  Runs withoutHeap(SoakProcess process) {
    heaps.remove(process.pid());
    return this;
  }

  Runs withoutCycles() {
    cycles.clear();
    return this;
  }

  Runs cycle(int second, long read, long accepted, long rejected, long millis) {
    cycles.add(
        new CycleSample(at(second), "medallion-binance", read, accepted, rejected, millis, 0));
    return this;
  }

  Recording recording() {
    List<Sample> ordered = new ArrayList<>(samples);
    ordered.sort(Comparator.comparing(Sample::time));
    return new Recording(BEGIN, at(SECONDS), ordered, heaps, cycles, List.of());
  }
}
