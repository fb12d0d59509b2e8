package com.k2.marketdata.lake.commit;

import com.k2.marketdata.lake.write.TaskResult;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * The end of a cycle: all its results meet on one key, are checked against the plan and committed,
 * each table in one atomic snapshot that carries the new position.
 *
 * <p>Fails, and changes nothing, if a receipt is missing, rows are not as many as records, too many
 * messages were rejected, the topic is another one, or a ledger is no longer the planned one.
 */
public final class CommitTables extends PTransform<PCollection<KV<Void, TaskResult>>, PDone> {
  private static final long serialVersionUID = 1L;

  /** The namespace of K2's counters. */
  public static final String METRICS = "k2";

  /** The counter that a commit adds its duration to. */
  public static final String COMMIT_MILLIS = "commit_millis";

  private final CommitPlan plan;

  private CommitTables(CommitPlan plan) {
    this.plan = plan;
  }

  /** Commits by this plan. */
  public static CommitTables of(CommitPlan plan) {
    return new CommitTables(plan);
  }

  @Override
  public PDone expand(PCollection<KV<Void, TaskResult>> results) {
    results
        .apply("Gather results", GroupByKey.create())
        .apply("Commit", ParDo.of(new CommitFn(plan)));
    return PDone.in(results.getPipeline());
  }

  private static final class CommitFn extends DoFn<KV<Void, Iterable<TaskResult>>, Void> {
    private static final long serialVersionUID = 1L;

    private final CommitPlan plan;
    private final Counter millis = Metrics.counter(METRICS, COMMIT_MILLIS);

    CommitFn(CommitPlan plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void commit(@Element KV<Void, Iterable<TaskResult>> results) {
      long begin = System.nanoTime();
      new CycleCommit(plan).commit(results.getValue());
      millis.inc(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }
  }
}
