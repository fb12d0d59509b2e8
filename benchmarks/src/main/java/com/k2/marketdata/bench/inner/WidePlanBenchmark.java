package com.k2.marketdata.bench.inner;

import com.k2.marketdata.cycle.ExchangeCycles;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * The driver's own work before a cycle runs, over many partitions: it reads the topic's end
 * offsets, looks for holes, and chooses ranges and assigns them to tasks; for silver it reads
 * bronze's ledger and lists its files.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WidePlanBenchmark {
  /** Number of partitions of the topic. */
  @Param({"1000"})
  public int partitions;

  /** Number of tasks of a cycle, and of files that a bronze cycle writes. */
  @Param({"200"})
  public int tasks;

  /** The pipeline. */
  @Param({"medallion", "silver"})
  public String pipeline;

  /** Whether there are messages to read. */
  @Param({"true", "false"})
  public boolean backlog;

  private WideLake lake;
  private ExchangeCycles cycles;

  /** Starts a broker and advances the tables to the state in which planning is measured. */
  @Setup
  public void setUp() throws IOException {
    lake = new WideLake(partitions, tasks);
    lake.publish(1);
    if (pipeline.equals("silver")) {
      lake.drain(lake.cycles("bronze"));
    }
    cycles = lake.cycles(pipeline);
    lake.drain(cycles);
    if (backlog) {
      lake.publish(1);
      if (pipeline.equals("silver")) {
        lake.drain(lake.cycles("bronze"));
      }
    }
  }

  /** Stops the broker. */
  @TearDown
  public void tearDown() throws IOException {
    cycles.close();
    lake.close();
  }

  /** Plans a cycle, which does not run, so every invocation plans the same one. */
  @Benchmark
  public Optional<ExchangeCycles.Cycle> plan() {
    return cycles.plan();
  }
}
