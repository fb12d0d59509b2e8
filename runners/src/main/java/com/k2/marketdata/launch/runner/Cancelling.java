package com.k2.marketdata.launch.runner;

import java.io.IOException;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels a running pipeline. Its commits remain; the rest is discarded. */
final class Cancelling {
  private static final Logger LOG = LoggerFactory.getLogger(Cancelling.class);

  private Cancelling() {}

  static void cancel(PipelineResult result) {
    try {
      result.cancel();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Could not cancel the running cycle: {}", e.toString());
    }
  }
}
