package com.k2.marketdata.bench.report;

import com.k2.marketdata.bench.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of K2's jobs held against the peer's jobs that do the same one after the other.
 *
 * @param speed K2's records per second over theirs, of the same round each
 * @param cpu K2's CPU time per record over theirs together, likewise
 */
public record Comparison(String job, List<String> against, Spread speed, Spread cpu) {

  private static final Map<String, List<String>> PAIRS =
      Map.ofEntries(
          Map.entry("k2-medallion", List.of("peer-bronze", "peer-silver")),
          Map.entry("k2-bronze", List.of("peer-bronze")),
          Map.entry("k2-silver", List.of("peer-silver")),
          Map.entry("k2-medallion-one", List.of("peer-bronze-one", "peer-silver-one")),
          Map.entry("k2-bronze-one", List.of("peer-bronze-one")),
          Map.entry("k2-silver-one", List.of("peer-silver-one")),
          Map.entry("k2-kraken-medallion", List.of("peer-kraken-bronze", "peer-kraken-silver")));

  private static final Map<String, List<String>> FLOORS =
      Map.of(
          "k2-medallion", List.of("floor-both", "floor-k2-rows"),
          "k2-bronze", List.of("floor-bronze"),
          "k2-silver", List.of("floor-silver"),
          "floor-k2-rows", List.of("floor-both"));

  /** All that can be held against each other, by K2's job. */
  static List<Comparison> of(Map<String, List<Measurement>> runs) {
    List<Comparison> all = new ArrayList<>();
    for (String job : runs.keySet()) {
      if (PAIRS.containsKey(job)) {
        of(job, PAIRS.get(job), runs).ifPresent(all::add);
      }
      for (String floor : FLOORS.getOrDefault(job, List.of())) {
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
