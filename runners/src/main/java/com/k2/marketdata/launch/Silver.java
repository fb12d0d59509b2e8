package com.k2.marketdata.launch;

import com.k2.marketdata.pipeline.SilverPipeline;

/** Runs the silver pipeline with {@code mvn exec:java} or {@code spark-submit}. */
public final class Silver {
  private Silver() {}

  public static void main(String[] args) {
    new PipelineLauncher(new SilverPipeline()).main(args);
  }
}
