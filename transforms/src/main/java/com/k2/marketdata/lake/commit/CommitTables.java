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
 * The end of a cycle: gathers the results of all tasks, checks them against the plan and commits
 * them, each table in one atomic snapshot that carries the new position.
 *
 * <p>Fails without any change if a receipt is missing, the number of rows differs from the number
 * of records, too many messages were rejected, the topic was recreated, or a ledger is not the one
 * that the cycle was planned from.
 */
public final class CommitTables extends PTransform<PCollection<KV<Void, TaskResult>>, PDone> {
  private static final long serialVersionUID = 1L;

  /** The namespace of K2's counters. */
  public static final String METRICS = "k2";

  /** The counter of the time that commits take, in milliseconds. */
  public static final String COMMIT_MILLIS = "commit_millis";

  private final CommitPlan plan;

  private CommitTables(CommitPlan plan) {
    this.plan = plan;
  }

  /** Commits a cycle with this plan. */
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
