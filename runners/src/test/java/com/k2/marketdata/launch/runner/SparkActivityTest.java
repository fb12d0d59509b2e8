package com.k2.marketdata.launch.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Which events of Spark are progress. */
class SparkActivityTest {
  private static final String RECORDS = "internal.metrics.input.recordsRead";
  private static final String GC_TIME = "internal.metrics.jvmGCTime";

  private final SparkActivity activity = new SparkActivity();

  @Test
  void changedMetricOfARunningTaskIsProgress() {
    start(1);
    heartbeat(1, RECORDS, 10L);
    long before = progress();
    heartbeat(1, RECORDS, 10L);
    assertThat(progress()).isEqualTo(before);
    heartbeat(1, RECORDS, 11L);
    assertThat(progress()).isGreaterThan(before);
  }

  @Test
  void garbageCollectionIsNotProgress() {
    start(1);
    heartbeat(1, GC_TIME, 10L);
    long before = progress();
    heartbeat(1, GC_TIME, 2_000L);
    assertThat(progress()).isEqualTo(before);
  }

  /** In local mode the driver gets the accumulator's own object. */
  @Test
  void objectThatChangesInPlaceIsProgress() {
    AtomicLong value = new AtomicLong();
    start(1);
    heartbeat(1, "Beam", value);
    long before = progress();
    value.incrementAndGet();
    heartbeat(1, "Beam", value);
    assertThat(progress()).isGreaterThan(before);
  }

  @Test
  void startsAndLostTasksAreNotProgress() {
    long before = progress();
    for (int task = 1; task <= 9; task++) {
      activity.onExecutorAdded(new SparkListenerExecutorAdded(0, "1", null));
      start(task);
      heartbeat(task, RECORDS, 0L);
      end(task, new TaskKilled("lost", emptySeq(), emptySeq(), emptySeq()), false);
      heartbeat(task, RECORDS, 1L);
      activity.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", "exited"));
    }
    assertThat(progress()).isEqualTo(before);
    assertThat(activity.now().state())
        .isEqualTo("No executor is left; 9 lost, the last one because: exited");
  }

  @Test
  void successfulTaskIsProgress() {
    start(1);
    long before = progress();
    end(1, Success$.MODULE$, true);
    assertThat(progress()).isGreaterThan(before);
  }

  /** Spark limits how often this happens, and reading from a broker that is down takes long. */
  @Test
  void taskThatThrowsIsProgress() {
    start(1);
    long before = progress();
    end(1, new ExceptionFailure(new IllegalStateException("no answer"), emptySeq()), false);
    assertThat(progress()).isGreaterThan(before);
  }

  @Test
  void missingExecutorsAreNamed() {
    assertThat(activity.now().state()).startsWith("No executor has registered.");
    start(1);
    assertThat(activity.now().state()).startsWith("Running tasks: 1. None reports a change");
  }

  /** Two threads of Spark post these events. */
  @Test
  void executorIsNotAddedAfterItsRemoval() {
    activity.onExecutorAdded(new SparkListenerExecutorAdded(0, "1", null));
    activity.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "1", "exited"));
    start(1);
    assertThat(activity.now().state())
        .isEqualTo("No executor is left; 1 lost, the last one because: exited");
  }

  private long progress() {
    return activity.now().progress();
  }

  private void start(long task) {
    activity.onTaskStart(new SparkListenerTaskStart(0, 0, info(task)));
  }

  private void end(long task, TaskEndReason reason, boolean successful) {
    TaskInfo info = info(task);
    info.markFinished(
        successful ? org.apache.spark.TaskState.FINISHED() : org.apache.spark.TaskState.KILLED(),
        1);
    activity.onTaskEnd(new SparkListenerTaskEnd(0, 0, "ResultTask", reason, info, null, null));
  }

  private void heartbeat(long task, String name, Object value) {
    AccumulableInfo info =
        new AccumulableInfo(
            7, Option.apply(name), Option.apply(value), Option.empty(), true, true, Option.empty());
    activity.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate(
            "1",
            seq(
                List.of(
                    new Tuple4<Object, Object, Object, Seq<AccumulableInfo>>(
                        task, 0, 0, seq(List.of(info))))),
            new scala.collection.immutable.HashMap<>()));
  }

  private static TaskInfo info(long task) {
    return new TaskInfo(task, 0, 0, 0, 0, "1", "host", TaskLocality.ANY(), false);
  }

  private static <T> Seq<T> emptySeq() {
    return seq(List.of());
  }

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }
}
