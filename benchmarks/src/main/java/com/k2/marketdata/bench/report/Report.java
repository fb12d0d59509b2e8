package com.k2.marketdata.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.k2.marketdata.bench.measure.Measurement;
import com.k2.marketdata.cli.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A benchmark's results, as tables, JSON and a chart. */
public record Report(
    Machine machine, List<JobSummary> jobs, List<Comparison> comparisons, List<Measurement> runs) {

  /** Summarizes all measurements of a benchmark. */
  public static Report of(List<Measurement> runs, String heap, String master) {
    Machine machine = Machine.here(heap, master);
    Map<String, List<Measurement>> byJob =
        runs.stream()
            .collect(
                Collectors.groupingBy(Measurement::job, LinkedHashMap::new, Collectors.toList()));
    return new Report(
        machine,
        byJob.entrySet().stream()
            .map(entry -> JobSummary.of(entry.getKey(), entry.getValue(), machine.cores()))
            .toList(),
        Comparison.of(byJob),
        runs);
  }

  /** One run as a line of text, to show progress. */
  public static String line(Measurement run) {
    return String.format(
        Locale.ROOT,
        "%-20s %,9.0f records/s  %5.2f us CPU/record  %,5d MB  %d commits",
        run.job(),
        run.recordsPerSecond(),
        run.cpuMicrosPerRecord(),
        run.peakRssBytes() >> 20,
        run.commits());
  }

  /** The tables, for a terminal. */
  public String text() {
    TextTable figures =
        new TextTable(
            "JOB",
            "ROUNDS",
            "RECORDS/S",
            "MIN",
            "MAX",
            "CPU_US",
            "MIN",
            "MAX",
            "JIT_US",
            "GC_US",
            "RSS_MB",
            "COMMITS",
            "FILES",
            "MB",
            "OTHERS_%");
    for (JobSummary job : jobs) {
      figures.row(
          job.job(),
          job.rounds(),
          whole(job.recordsPerSecond().median()),
          whole(job.recordsPerSecond().min()),
          whole(job.recordsPerSecond().max()),
          exact(job.cpuMicros().median()),
          exact(job.cpuMicros().min()),
          exact(job.cpuMicros().max()),
          exact(job.jitMicros().median()),
          exact(job.gcMicros().median()),
          whole(job.peakRssMegabytes().max()),
          job.commits(),
          job.files(),
          job.megabytes(),
          whole(100 * job.otherCpuShare()));
    }
    TextTable ratios = new TextTable("JOB", "AGAINST", "SPEED", "MIN", "MAX", "CPU", "MIN", "MAX");
    for (Comparison one : comparisons) {
      ratios.row(
          one.job(),
          String.join(" + ", one.against()),
          exact(one.speed().median()),
          exact(one.speed().min()),
          exact(one.speed().max()),
          exact(one.cpu().median()),
          exact(one.cpu().min()),
          exact(one.cpu().max()));
    }
    return machine + "\n\n" + figures + "\n" + ratios;
  }

  /** All figures, including those of single runs. */
  public String json() {
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write a report of plain values as JSON", e);
    }
  }

  /** The medians as an SVG bar chart. */
  public String svg() {
    return new Chart(jobs).svg();
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String exact(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
