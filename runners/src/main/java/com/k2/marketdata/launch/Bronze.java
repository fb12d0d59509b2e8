package com.k2.marketdata.launch;

import com.k2.marketdata.pipeline.BronzePipeline;

/** Runs the bronze pipeline with {@code mvn exec:java} or {@code spark-submit}. */
public final class Bronze {
  private Bronze() {}

  public static void main(String[] args) {
    new PipelineLauncher(new BronzePipeline()).main(args);
  }
}
