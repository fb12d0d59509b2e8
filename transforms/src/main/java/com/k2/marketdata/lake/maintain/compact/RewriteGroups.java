package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Late;
import com.k2.marketdata.lake.table.TaskTable;
import java.time.Instant;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;

/**
 * Rewrites each group of files as one file. The groups are spread over all workers; a worker needs
 * memory for a row group of 32 MB and a compressed row group of the input per thread. The files
 * become visible when {@link CommitRewrites} commits them. Groups that are reached too late to be
 * committed in time are not rewritten.
 */
public final class RewriteGroups
    extends PTransform<PCollection<RewriteGroup>, PCollection<RewrittenGroup>> {
  private static final long serialVersionUID = 1L;

  private final TaskTable table;

  private RewriteGroups(TaskTable table) {
    this.table = table;
  }

  /** Rewrites groups of files of this table. */
  public static RewriteGroups of(TaskTable table) {
    return new RewriteGroups(table);
  }

  @Override
  public PCollection<RewrittenGroup> expand(PCollection<RewriteGroup> groups) {
    return groups
        .apply("Spread groups", Reshuffle.viaRandomKey())
        .apply("Rewrite groups", ParDo.of(new RewriteFn(table)))
        .setCoder(SerializableCoder.of(RewrittenGroup.class));
  }

  private static final class RewriteFn extends DoFn<RewriteGroup, RewrittenGroup> {
    private static final long serialVersionUID = 1L;

    private final TaskTable table;

    RewriteFn(TaskTable table) {
      this.table = table;
    }

    @ProcessElement
    public void rewrite(@Element RewriteGroup group, OutputReceiver<RewrittenGroup> output) {
      output.output(
          group.basis().isLate(Instant.now())
              ? new RewrittenGroup(group, new Late())
              : new GroupRewriter(table.table()).rewrite(group));
    }
  }
}
