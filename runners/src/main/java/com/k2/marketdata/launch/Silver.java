package com.k2.marketdata.launch;

import com.k2.marketdata.pipeline.SilverPipeline;

/** Runs the silver pipeline: {@code mvn exec:java} and {@code spark-submit} start here. */
public final class Silver {
  private Silver() {}

  public static void main(String[] args) {
    new PipelineLauncher(new SilverPipeline()).main(args);
  }
}
