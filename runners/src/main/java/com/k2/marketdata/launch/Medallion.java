package com.k2.marketdata.launch;

import com.k2.marketdata.pipeline.MedallionPipeline;

/** Runs the medallion pipeline with {@code mvn exec:java} or {@code spark-submit}. */
public final class Medallion {
  private Medallion() {}

  public static void main(String[] args) {
    new PipelineLauncher(new MedallionPipeline()).main(args);
  }
}
