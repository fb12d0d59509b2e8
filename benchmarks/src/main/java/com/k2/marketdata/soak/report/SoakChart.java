package com.k2.marketdata.soak.report;

import com.k2.marketdata.soak.report.LineChart.Point;
import com.k2.marketdata.soak.report.LineChart.Series;
import com.k2.marketdata.soak.sample.CycleSample;
import com.k2.marketdata.soak.sample.HeapSample;
import com.k2.marketdata.soak.sample.Recording;
import com.k2.marketdata.soak.sample.Sample;
import com.k2.marketdata.soak.sample.SoakProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The memory of the processes, the heaps, and the times of the cycles, as SVG. */
public final class SoakChart {
  private final Recording run;

  private SoakChart(Recording run) {
    this.run = run;
  }

  /** The chart of a run. */
  public static String svg(Recording run) {
    SoakChart chart = new SoakChart(run);
    return new LineChart(chart.minute(run.end()))
        .panel("Resident memory, MB", chart.resident())
        .panel("Heap after full collections, MB", chart.heaps())
        .panel("Cycle times, ms", chart.cycles())
        .svg();
  }

  private List<Series> resident() {
    return run.processes().stream()
        .map(
            process ->
                new Series(
                    process.name(), run.samplesOf(process).stream().map(this::point).toList()))
        .toList();
  }

  private Point point(Sample sample) {
    return new Point(minute(sample.time()), sample.peakMegabytes());
  }

  private List<Series> heaps() {
    return run.processes().stream()
        .filter(process -> process.kind().hasHeapLog())
        .map(process -> new Series(process.name(), heaps(process)))
        .toList();
  }

  private List<Point> heaps(SoakProcess process) {
    return run.heapsOf(process).stream()
        .filter(HeapSample::full)
        .map(heap -> new Point(minute(heap.time()), heap.usedMegabytes()))
        .toList();
  }

  private List<Series> cycles() {
    Map<String, List<Point>> lanes =
        run.cycles().stream()
            .collect(
                Collectors.groupingBy(
                    CycleSample::lane,
                    TreeMap::new,
                    Collectors.mapping(
                        cycle -> new Point(minute(cycle.time()), cycle.millis()),
                        Collectors.toList())));
    return lanes.entrySet().stream()
        .map(lane -> new Series(lane.getKey(), lane.getValue()))
        .toList();
  }

  private double minute(Instant time) {
    return Duration.between(run.begin(), time).toMillis() / 60e3;
  }
}
