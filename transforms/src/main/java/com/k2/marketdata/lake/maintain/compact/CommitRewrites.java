package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.iceberg.Table;

/**
 * The end of a compaction: gathers the rewritten groups of a table and commits them by {@link
 * RewriteCommit}. Emits one result, or none if there are no groups.
 */
public final class CommitRewrites
    extends PTransform<PCollection<RewrittenGroup>, PCollection<CompactResult>> {
  private static final long serialVersionUID = 1L;

  private final CatalogConfig catalog;
  private final String table;
  private final MaintenanceRun run;

  private CommitRewrites(CatalogConfig catalog, String table, MaintenanceRun run) {
    this.catalog = catalog;
    this.table = table;
    this.run = run;
  }

  /** Commits to the table of this name in the catalog's namespace. */
  public static CommitRewrites to(CatalogConfig catalog, String table, MaintenanceRun run) {
    return new CommitRewrites(catalog, table, run);
  }

  @Override
  public PCollection<CompactResult> expand(PCollection<RewrittenGroup> groups) {
    return groups
        .apply("Key by table", WithKeys.of(table))
        .apply("Gather groups", GroupByKey.create())
        .apply("Commit groups", ParDo.of(new CommitFn(catalog, run)))
        .setCoder(SerializableCoder.of(CompactResult.class));
  }

  private static final class CommitFn
      extends DoFn<KV<String, Iterable<RewrittenGroup>>, CompactResult> {
    private static final long serialVersionUID = 1L;

    private final CatalogConfig catalog;
    private final MaintenanceRun run;

    CommitFn(CatalogConfig catalog, MaintenanceRun run) {
      this.catalog = catalog;
      this.run = run;
    }

    @ProcessElement
    public void commit(
        @Element KV<String, Iterable<RewrittenGroup>> groups,
        OutputReceiver<CompactResult> output) {
      Table table =
          SystemFaultException.wrapping(
              "Could not load table " + groups.getKey(),
              () -> RetryingMetadata.load(catalog.open(), catalog.table(groups.getKey())));
      output.output(new RewriteCommit(table, run).commit(groups.getValue()));
    }
  }
}
