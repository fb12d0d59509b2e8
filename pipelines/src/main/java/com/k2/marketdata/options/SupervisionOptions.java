package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Form;
import com.k2.marketdata.options.form.Quantities;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How a job works with the supervisor that starts, checks and stops its process. */
@Description("Supervision")
public interface SupervisionOptions extends PipelineOptions {
  /** What to do after a failure that a restart of the process would repeat. */
  enum OnFatal {
    /** Exit with the code of the failure. */
    EXIT,
    /** Keep the process alive, unhealthy and without work, until an operator stops it. */
    HOLD
  }

  @Description(
      "What to do after a failure that a restart would repeat (in docs/operations.md, the exit"
          + " codes with restart 'no'), such as a wrong option: 'exit' ends the process with the"
          + " code, 'hold' keeps it alive and unhealthy until it is stopped. Use 'hold' if a"
          + " supervisor restarts every process that exits. All other failures end the process.")
  @Default.Enum("EXIT")
  OnFatal getOnFatal();

  void setOnFatal(OnFatal onFatal);

  @Description(
      "A file for health checks. Its first line is 'healthy' or 'unhealthy'; a line for each"
          + " unhealthy exchange or table follows. A job that holds is unhealthy. The file is"
          + " written again every 10s; if it is several minutes old, the process hangs or is gone."
          + " 'maintain' does not write it during a long step outside of a pipeline: allow an hour"
          + " there. Default: none.")
  @Nullable String getHealthFile();

  void setHealthFile(@Nullable String file);

  @Description(
      "How long the running cycle or step may continue after a stop signal before it is cancelled.")
  @Default.String("30s")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getStopGrace();

  void setStopGrace(String duration);
}
