package com.k2.marketdata.options;

import com.k2.marketdata.options.form.Form;
import com.k2.marketdata.options.form.Quantities;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** When cycles run, how large they are, and what happens when one fails. */
@Description("Cycles")
public interface CycleOptions extends PipelineOptions {
  /** The trigger of a run that ends when it has caught up. */
  String ONCE = "once";

  /** What to do when records are missing between a position and the start of the log. */
  enum OnHole {
    /** Keep running, unhealthy, until an operator resolves the hole. */
    HOLD,
    /** Exit with the code for holes. */
    EXIT
  }

  /** The offsets at which a new table starts. */
  enum StartingOffsets {
    EARLIEST,
    LATEST
  }

  @Description(
      "'once' processes everything that is there at the start, then exits; a duration such as 10s"
          + " starts a cycle at this interval until the job is stopped.")
  @Default.String(ONCE)
  @Form(regex = "once|" + Quantities.DURATION, words = "'once', or " + Quantities.DURATION_WORDS)
  String getTrigger();

  void setTrigger(String trigger);

  /** The value of a bound that the runner decides. */
  String AUTO = "auto";

  @Description(
      "The maximum number of offsets in a cycle. 0 lets the runner decide: 500000 on Spark, at"
          + " least 250000 per core on a cluster; 100000 on the DirectRunner, which keeps a cycle"
          + " in memory. The first cycles of a run are smaller, because the sizes of messages are"
          + " not known yet.")
  @Default.Long(0)
  long getMaxRecordsPerCycle();

  void setMaxRecordsPerCycle(long records);

  @Description(
      "The maximum size of a cycle, for example 64m or 1g, estimated from the mean message size of"
          + " the previous cycle. 'auto' lets the runner decide: 256m on Spark, at least 128m per"
          + " core on a cluster, at most a quarter of the heap in local mode; 64m on the"
          + " DirectRunner, at most an eighth of the heap.")
  @Default.String(AUTO)
  @Form(regex = "auto|" + Quantities.SIZE, words = "'auto', or " + Quantities.SIZE_WORDS)
  String getMaxBytesPerCycle();

  void setMaxBytesPerCycle(String bytes);

  @Description(
      "The minimum number of offsets per task. Smaller cycles use fewer tasks, and so write fewer"
          + " files.")
  @Default.Long(20_000)
  long getMinRecordsPerTask();

  void setMinRecordsPerTask(long records);

  @Description(
      "The maximum number of tasks in a cycle. Each task writes its own files, so a lower limit"
          + " gives fewer and larger files but less parallelism. 0: as many as the runner executes"
          + " at a time.")
  @Default.Integer(0)
  int getMaxTasksPerCycle();

  void setMaxTasksPerCycle(int tasks);

  @Description("Where a new table starts to read. Ignored for a table that exists.")
  @Default.Enum("EARLIEST")
  StartingOffsets getStartingOffsets();

  void setStartingOffsets(StartingOffsets offsets);

  @Description(
      "What to do when records are missing between a position and the start of the log: 'hold'"
          + " keeps running and waits for an operator, 'exit' ends the process with code 4."
          + " Default: exit with --trigger=once, otherwise hold. A job that holds at a hole checks"
          + " again, and continues by itself.")
  @Nullable OnHole getOnHole();

  void setOnHole(@Nullable OnHole onHole);

  @Description(
      "How many cycles of an exchange may fail in a row; the process exits after the next failure.")
  @Default.Integer(8)
  int getMaxFailedCycles();

  void setMaxFailedCycles(int cycles);

  @Description("The wait after a failed cycle; doubles with each failure in a row.")
  @Default.String("1s")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getRetryBackoff();

  void setRetryBackoff(String duration);

  @Description("The longest wait after a failed cycle.")
  @Default.String("60s")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getMaxRetryBackoff();

  void setMaxRetryBackoff(String duration);

  @Description(
      "How long an open transaction may keep the messages after it from being read before the job"
          + " counts as unhealthy. Kafka's default maximum for a transaction is 15m.")
  @Default.String("15m")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getMaxBlockedTime();

  void setMaxBlockedTime(String duration);

  @Description(
      "The maximum time between planning and committing a cycle, at most 12h. An older cycle, for"
          + " example of a driver that was suspended, is abandoned and planned again, because its"
          + " files may have been removed as orphans. Recorded in the tables as"
          + " k2.max-cycle-age-ms.")
  @Default.String("12h")
  @Form(regex = Quantities.DURATION, words = Quantities.DURATION_WORDS)
  String getMaxCycleAge();

  void setMaxCycleAge(String duration);
}
