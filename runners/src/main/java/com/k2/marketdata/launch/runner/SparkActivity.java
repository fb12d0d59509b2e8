package com.k2.marketdata.launch.runner;

import com.k2.marketdata.cycle.Activity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Counts signs of progress in a Spark application: a job begins, a task ends with a result or an
 * exception, or a heartbeat has other metrics or accumulators of a running task than the last one.
 * The start of a task is not one, nor is its end with its executor: an executor that dies again and
 * again causes both. Spark limits how often a task may fail with an exception.
 */
final class SparkActivity extends SparkListener {
  /** Grows while a task waits, too. */
  private static final String GC_TIME = "internal.metrics.jvmGCTime";

  private final Set<String> executors = new HashSet<>();
  private final Set<String> removed = new HashSet<>();
  private final Map<Long, String> metrics = new HashMap<>();
  private final Set<Long> tasks = new HashSet<>();
  private long signs;
  private int lost;
  private String lastLoss = "";

  /** What was observed so far. */
  synchronized Activity now() {
    return new Activity(signs, state(), true);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    signs++;
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    tasks.add(start.taskInfo().taskId());
    // One that registered before this listener did. Its removal may have been posted first.
    if (!removed.contains(start.taskInfo().executorId())) {
      executors.add(start.taskInfo().executorId());
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    tasks.remove(end.taskInfo().taskId());
    metrics.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful() || end.reason() instanceof ExceptionFailure) {
      signs++;
    }
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        JavaConverters.seqAsJavaList(update.accumUpdates())) {
      Long id = (Long) task._1();
      if (tasks.contains(id)) {
        String now = text(task._4());
        String before = metrics.put(id, now);
        if (before != null && !before.equals(now)) {
          signs++;
        }
      }
    }
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    // A master that was restarted may use an id again.
    removed.remove(added.executorId());
    executors.add(added.executorId());
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved loss) {
    removed.add(loss.executorId());
    if (executors.remove(loss.executorId())) {
      lost++;
      lastLoss = loss.reason();
    }
  }

  /** As text, because in local mode an update is the object that the task keeps changing. */
  private static String text(Seq<AccumulableInfo> updates) {
    StringBuilder text = new StringBuilder();
    for (AccumulableInfo info : JavaConverters.seqAsJavaList(updates)) {
      if (!info.name().contains(GC_TIME) && info.update().isDefined()) {
        text.append(info.id()).append('=').append(info.update().get()).append(';');
      }
    }
    return text.toString();
  }

  private String state() {
    if (executors.isEmpty() && lost == 0) {
      return "No executor has registered. Check that a worker has the cores and the memory that an"
          + " executor requests, and look for the output of executors that failed to start.";
    }
    if (executors.isEmpty()) {
      return "No executor is left; " + lost + " lost, the last one because: " + lastLoss;
    }
    return tasks.isEmpty()
        ? "No task is running. Executors: " + executors.size() + "."
        : "Running tasks: "
            + tasks.size()
            + ". None reports a change of its metrics. Thread dumps of the executors show where they"
            + " wait.";
  }
}
