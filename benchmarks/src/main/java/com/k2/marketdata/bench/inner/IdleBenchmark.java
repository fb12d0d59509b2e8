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

/** A turn of the loop with nothing new to read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class IdleBenchmark {
  /** What runs. */
  @Param({"bronze", "silver", "medallion"})
  public String pipeline;

  private SmallLake lake;

  /** Starts a broker and all else, and takes the pipeline to the end of its source. */
  @Setup
  public void setUp() throws IOException {
    lake = new SmallLake(pipeline, "DirectRunner");
    if (!pipeline.equals("silver")) {
      lake.publish(600);
    }
    while (lake.turn()) {
      // until there is nothing left
    }
  }

  /** Ends them. */
  @TearDown
  public void tearDown() throws IOException {
    lake.close();
  }

  /** Asks whether there is anything to do. */
  @Benchmark
  public boolean idle() {
    return lake.turn();
  }
}
