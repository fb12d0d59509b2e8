package com.k2.marketdata.bench.inner;

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

/** A whole cycle of 300 records from 6 partitions, which measures mainly a cycle's fixed cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 40)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-XX:+UseParallelGC",
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
      "--add-opens=java.base/java.nio=ALL-UNNAMED",
      "--add-opens=java.base/java.util=ALL-UNNAMED",
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
      "--add-opens=java.base/sun.security.action=ALL-UNNAMED"
    })
public class CycleBenchmark {
  private static final int RECORDS = 300;

  /** The Beam runner. */
  @Param({"DirectRunner", "SparkRunner"})
  public String runner;

  /** The pipeline. */
  @Param({"bronze", "silver", "medallion"})
  public String pipeline;

  /** Number of snapshots of the tables at the start. */
  @Param({"0"})
  public int snapshots;

  private SmallLake lake;

  /** Starts a broker and the pipeline. */
  @Setup
  public void setUp() throws IOException {
    lake = new SmallLake(pipeline, runner);
    if (snapshots > 0) {
      lake.publish(RECORDS);
      lake.turn();
      Ageing.of(lake.options()).addSnapshots(snapshots);
    }
  }

  /** Stops them. */
  @TearDown
  public void tearDown() throws IOException {
    lake.close();
  }

  /** Publishes the records of the next cycle. */
  @Setup(Level.Invocation)
  public void publish() {
    lake.publish(RECORDS);
  }

  /** One cycle, from planning to confirmation. */
  @Benchmark
  public boolean cycle() {
    return lake.turn();
  }
}
