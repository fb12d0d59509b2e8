package com.k2.marketdata.bench.job;

import java.util.List;

/** A set of jobs that run one after the other in each round. */
public enum JobSet {
  /** Commits of 500,000 records on both sides. */
  CYCLES(
      List.of(
          BenchJob.k2("k2-medallion", "medallion", "binance", JobSet.CYCLE),
          BenchJob.peerBronze("peer-bronze", "binance", JobSet.CYCLE),
          BenchJob.peerSilver("peer-silver", "binance", JobSet.CYCLE),
          BenchJob.k2("k2-bronze", "bronze", "binance", JobSet.CYCLE),
          BenchJob.k2("k2-silver", "silver", "binance", JobSet.CYCLE))),

  /** A single commit on both sides. */
  ONE(
      List.of(
          BenchJob.k2("k2-medallion-one", "medallion", "binance", 0),
          BenchJob.peerBronze("peer-bronze-one", "binance", 0),
          BenchJob.peerSilver("peer-silver-one", "binance", 0),
          BenchJob.k2("k2-bronze-one", "bronze", "binance", 0),
          BenchJob.k2("k2-silver-one", "silver", "binance", 0))),

  /** Kraken, with commits of 500,000 records. */
  KRAKEN(
      List.of(
          BenchJob.k2("k2-kraken-medallion", "medallion", "kraken", JobSet.CYCLE),
          BenchJob.peerBronze("peer-kraken-bronze", "kraken", JobSet.CYCLE),
          BenchJob.peerSilver("peer-kraken-silver", "kraken", JobSet.CYCLE))),

  /** The lower bound of the cost: the same work without an engine. */
  FLOOR(
      List.of(
          BenchJob.floor("floor-bronze", "bronze", "binance"),
          BenchJob.floor("floor-silver", "silver-from-bronze", "binance"),
          BenchJob.floor("floor-both", "both", "binance"),
          BenchJob.rowFloor("floor-k2-rows", "binance")));

  private static final long CYCLE = 500_000;

  private final List<BenchJob> jobs;

  JobSet(List<BenchJob> jobs) {
    this.jobs = jobs;
  }

  /**
   * The jobs in the order in which a round runs them; silver runs after the bronze job it depends
   * on.
   */
  public List<BenchJob> jobs() {
    return jobs;
  }
}
