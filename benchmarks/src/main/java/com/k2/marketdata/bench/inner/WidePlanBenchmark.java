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
 * What the driver does by itself before a cycle runs, over many partitions: it asks Kafka where the
 * topic ends, looks for holes, picks ranges and shares them out; for silver it reads bronze's
 * ledger and lists its files.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WidePlanBenchmark {
  /** How many partitions the topic has. */
  @Param({"1000"})
  public int partitions;

  /** How many tasks a cycle is shared out to; a bronze cycle makes as many files. */
  @Param({"200"})
  public int tasks;

  /** What is planned. */
  @Param({"medallion", "silver"})
  public String pipeline;

  /** Whether there is something to do. */
  @Param({"true", "false"})
  public boolean backlog;

  private WideLake lake;
  private ExchangeCycles cycles;

  /** Starts a broker, and brings the tables to where the turns that are measured begin. */
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

  /** Ends it. */
  @TearDown
  public void tearDown() throws IOException {
    cycles.close();
    lake.close();
  }

  /** One turn's planning; its cycle never runs, so the next one finds the same. */
  @Benchmark
  public Optional<ExchangeCycles.Cycle> plan() {
    return cycles.plan();
  }
}
