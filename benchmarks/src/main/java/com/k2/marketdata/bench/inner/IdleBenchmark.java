package com.k2.marketdata.bench.inner;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A turn of the cycle loop without new messages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class IdleBenchmark {
  /** The pipeline. */
  @Param({"bronze", "silver", "medallion"})
  public String pipeline;

  private SmallLake lake;

  /** Starts a broker and runs the pipeline until it has caught up. */
  @Setup
  public void setUp() throws IOException {
    lake = new SmallLake(pipeline, "DirectRunner");
    if (!pipeline.equals("silver")) {
      lake.publish(600);
    }
    while (lake.turn()) {
      // until it has caught up
    }
  }

  /** Stops them. */
  @TearDown
  public void tearDown() throws IOException {
    lake.close();
  }

  /** Plans a cycle and finds nothing to read. */
  @Benchmark
  public boolean idle() {
    return lake.turn();
  }
}
