package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Form;
import com.k2.marketdata.options.form.Quantities;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** When a pipeline counts as stalled. */
@Description("Watchdog")
public interface WatchdogOptions extends PipelineOptions {
  @Description(
      "How long a running pipeline may make no progress: no task ends, and no running task changes"
          + " a metric. Then the job is unhealthy, and on Spark the process exits with code 11."
          + " Spark reports metrics every 10s. 0s: no limit.")
  @Default.String("3m")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getStallTimeout();

  void setStallTimeout(String duration);
}
