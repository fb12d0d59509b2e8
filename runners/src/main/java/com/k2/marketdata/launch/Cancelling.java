package com.k2.marketdata.launch;

import java.io.IOException;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels a running pipeline; what it has committed stays, the rest was never there. */
final class Cancelling {
  private static final Logger LOG = LoggerFactory.getLogger(Cancelling.class);

  private Cancelling() {}

  static void cancel(PipelineResult result) {
    try {
      result.cancel();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The running cycle could not be cancelled: {}", e.toString());
    }
  }
}
