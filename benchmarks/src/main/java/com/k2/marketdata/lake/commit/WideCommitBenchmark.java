package com.k2.marketdata.lake.commit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A cycle's commit to all three tables, as one task in a cluster performs it: it checks the results
 * of many tasks against the plan and commits one snapshot per table, whose ledger has many
 * partitions.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(1)
public class WideCommitBenchmark {
  /** Number of partitions of the topic. */
  @Param({"1000"})
  public int partitions;

  /**
   * Number of tasks of the cycle; each wrote one bronze file, two silver files (of two days) and
   * one of dead letters.
   */
  @Param({"100", "200", "800"})
  public int tasks;

  /** Number of snapshots of the tables at the start. */
  @Param({"0"})
  public int snapshots;

  private WideCommit commit;

  /** Creates the tables and their earlier snapshots. */
  @Setup
  public void setUp() throws IOException {
    commit = new WideCommit(partitions, tasks);
    commit.age(snapshots);
  }

  /** Plans the next cycle. */
  @Setup(Level.Invocation)
  public void plan() {
    commit.plan();
  }

  /** Prints the sizes and deletes the tables. */
  @TearDown
  public void tearDown() throws IOException {
    commit.printSizes();
    commit.close();
  }

  /** Commits the results in three snapshots. */
  @Benchmark
  public void commit() {
    commit.run();
  }
}
