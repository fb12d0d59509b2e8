package com.k2.marketdata.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** When cycles run, how large they are and what happens when one fails. */
public interface CycleOptions extends PipelineOptions {
  /** The trigger that runs until it has caught up. */
  String ONCE = "once";

  /** What to do when records are missing between a position and Kafka. */
  enum OnHole {
    /** Stay alive and unhealthy until a person mends it. */
    HOLD,
    /** End with the exit code for holes. */
    EXIT
  }

  /** Where a new table begins. */
  enum StartingOffsets {
    EARLIEST,
    LATEST
  }

  @Description(
      "'once' runs until it has caught up with what there was at the start; a duration such as 10s"
          + " starts a cycle that often, for ever.")
  @Default.String(ONCE)
  String getTrigger();

  void setTrigger(String trigger);

  /** Leaves a bound to the runner. */
  String AUTO = "auto";

  @Description(
      "Upper bound of a cycle's offsets; 0 leaves it to the runner: 500000 on Spark, on a cluster"
          + " at least 250000 for each core; 100000 on the DirectRunner, which keeps a cycle in"
          + " memory.")
  @Default.Long(0)
  long getMaxRecordsPerCycle();

  void setMaxRecordsPerCycle(long records);

  @Description(
      "Upper bound of a cycle's bytes, estimated from the last cycle's mean: 64m, 1g or a number;"
          + " 'auto' leaves it to the runner: 256m on Spark, on a cluster at least 128m for each"
          + " core; 64m on the DirectRunner.")
  @Default.String(AUTO)
  String getMaxBytesPerCycle();

  void setMaxBytesPerCycle(String bytes);

  @Description("Fewer offsets than this are not split over several tasks, hence files.")
  @Default.Long(20_000)
  long getMinRecordsPerTask();

  void setMinRecordsPerTask(long records);

  @Description(
      "Upper bound of a cycle's tasks, each of which writes files of its own; 0 for as many as the"
          + " runner works on at a time. A lower one makes fewer and larger files, more slowly.")
  @Default.Integer(0)
  int getMaxTasksPerCycle();

  void setMaxTasksPerCycle(int tasks);

  @Description("Where a table that does not exist yet begins; ignored for one that does.")
  @Default.Enum("EARLIEST")
  StartingOffsets getStartingOffsets();

  void setStartingOffsets(StartingOffsets offsets);

  @Description(
      "What to do about a hole: hold or exit. By default a job with a trigger of its own holds, and"
          + " one that runs once ends.")
  @Nullable OnHole getOnHole();

  void setOnHole(@Nullable OnHole onHole);

  @Description("How many cycles of an exchange may fail in a row before the process ends.")
  @Default.Integer(8)
  int getMaxFailedCycles();

  void setMaxFailedCycles(int cycles);

  @Description("How long to wait after a failed cycle; doubles with each further failure.")
  @Default.String("1s")
  String getRetryBackoff();

  void setRetryBackoff(String duration);

  @Description("The longest wait after a failed cycle.")
  @Default.String("60s")
  String getMaxRetryBackoff();

  void setMaxRetryBackoff(String duration);

  @Description(
      "A file to keep for health checks: its first line is 'healthy' or 'unhealthy', then what the"
          + " trouble is. A job that holds is unhealthy.")
  @Nullable String getHealthFile();

  void setHealthFile(@Nullable String file);

  @Description("How long a stop signal lets the running cycle go on before it is cancelled.")
  @Default.String("30s")
  String getStopGrace();

  void setStopGrace(String duration);
}
