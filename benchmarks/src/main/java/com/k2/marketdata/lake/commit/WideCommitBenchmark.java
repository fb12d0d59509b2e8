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
 * A cycle's commit to all three tables, as one task of a cluster does it: the results of many tasks
 * are checked against the plan and become one snapshot of each table, whose ledger has many
 * partitions.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(1)
public class WideCommitBenchmark {
  /** How many partitions the topic has. */
  @Param({"1000"})
  public int partitions;

  /** How many tasks the cycle had; each wrote a file of bronze, of two silver days and of dead. */
  @Param({"100", "200", "800"})
  public int tasks;

  /** How many snapshots the tables have when it begins. */
  @Param({"0"})
  public int snapshots;

  private WideCommit commit;

  /** Makes tables and the results of one cycle. */
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

  /** Shows how large things are, and leaves nothing behind. */
  @TearDown
  public void tearDown() throws IOException {
    commit.printSizes();
    commit.close();
  }

  /** From the results to three snapshots. */
  @Benchmark
  public void commit() {
    commit.run();
  }
}
