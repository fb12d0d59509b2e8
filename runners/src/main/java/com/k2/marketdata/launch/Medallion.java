package com.k2.marketdata.launch;

import com.k2.marketdata.pipeline.MedallionPipeline;

/** Runs the medallion pipeline: {@code mvn exec:java} and {@code spark-submit} start here. */
public final class Medallion {
  private Medallion() {}

  public static void main(String[] args) {
    new PipelineLauncher(new MedallionPipeline()).main(args);
  }
}
