package com.k2.marketdata.bench.report;

import com.k2.marketdata.bench.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job of K2 compared with the peer's jobs that do the same work one after the other, or with a
 * floor. Runs of the same round are compared.
 *
 * @param speed the job's records per second divided by that of the others together
 * @param cpu the job's CPU time per record divided by that of the others together
 */
public record Comparison(String job, List<String> against, Spread speed, Spread cpu) {

  private static final Map<String, List<String>> PEERS_OF_JOB =
      Map.ofEntries(
          Map.entry("k2-medallion", List.of("peer-bronze", "peer-silver")),
          Map.entry("k2-bronze", List.of("peer-bronze")),
          Map.entry("k2-silver", List.of("peer-silver")),
          Map.entry("k2-medallion-one", List.of("peer-bronze-one", "peer-silver-one")),
          Map.entry("k2-bronze-one", List.of("peer-bronze-one")),
          Map.entry("k2-silver-one", List.of("peer-silver-one")),
          Map.entry("k2-kraken-medallion", List.of("peer-kraken-bronze", "peer-kraken-silver")));

  private static final Map<String, List<String>> FLOORS_OF_JOB =
      Map.of(
          "k2-medallion", List.of("floor-both", "floor-k2-rows"),
          "k2-bronze", List.of("floor-bronze"),
          "k2-silver", List.of("floor-silver"),
          "floor-k2-rows", List.of("floor-both"));

  /** All comparisons for which there are measurements, by job. */
  static List<Comparison> of(Map<String, List<Measurement>> runs) {
    List<Comparison> all = new ArrayList<>();
    for (String job : runs.keySet()) {
      if (PEERS_OF_JOB.containsKey(job)) {
        of(job, PEERS_OF_JOB.get(job), runs).ifPresent(all::add);
      }
      for (String floor : FLOORS_OF_JOB.getOrDefault(job, List.of())) {
        of(job, List.of(floor), runs).ifPresent(all::add);
      }
    }
    return all;
  }

  private static Optional<Comparison> of(
      String job, List<String> against, Map<String, List<Measurement>> runs) {
    if (!runs.keySet().containsAll(against)) {
      return Optional.empty();
    }
    List<Double> speeds = new ArrayList<>();
    List<Double> cpus = new ArrayList<>();
    List<Measurement> ours = runs.get(job);
    for (int i = 0; i < ours.size(); i++) {
      double seconds = 0;
      double cpu = 0;
      for (String other : against) {
        Measurement theirs = runs.get(other).get(i);
        seconds += theirs.seconds() / theirs.records();
        cpu += theirs.cpuMicrosPerRecord();
      }
      speeds.add(ours.get(i).recordsPerSecond() * seconds);
      cpus.add(ours.get(i).cpuMicrosPerRecord() / cpu);
    }
    return Optional.of(new Comparison(job, against, Spread.of(speeds), Spread.of(cpus)));
  }
}
