package com.k2.marketdata.replay;

import com.k2.marketdata.failure.IncompleteCycleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.commit.ReplayCommit;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.write.TaskResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PDone;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * Commits the trades of a replay in one snapshot of silver. Fails without any change if not every
 * selected dead letter was judged, if the files do not have as many rows as there are trades, or if
 * the replay is no longer valid.
 */
final class CommitTrades extends PTransform<PCollection<KV<Void, TaskResult>>, PDone> {
  private static final long serialVersionUID = 1L;

  private final CatalogConfig catalog;
  private final String silver;
  private final ReplayCommit commit;
  private final long selected;
  private final PCollectionView<Long> trades;
  private final PCollectionView<Long> rejected;

  /**
   * @param silver the name of the table
   * @param selected the number of dead letters that are judged again
   * @param trades the number of trades
   * @param rejected the number of messages that were rejected again
   */
  CommitTrades(
      CatalogConfig catalog,
      String silver,
      ReplayCommit commit,
      long selected,
      PCollectionView<Long> trades,
      PCollectionView<Long> rejected) {
    this.catalog = catalog;
    this.silver = silver;
    this.commit = commit;
    this.selected = selected;
    this.trades = trades;
    this.rejected = rejected;
  }

  @Override
  public PDone expand(PCollection<KV<Void, TaskResult>> results) {
    results
        .apply("Gather results", GroupByKey.create())
        .apply("Commit", ParDo.of(new CommitFn(this)).withSideInputs(trades, rejected));
    return PDone.in(results.getPipeline());
  }

  private void commit(Iterable<TaskResult> results, long accepted, long rejectedAgain) {
    List<DataFile> files = new ArrayList<>();
    results.forEach(result -> files.addAll(result.files(TableRole.SILVER)));
    long rows = files.stream().mapToLong(DataFile::recordCount).sum();
    if (rows != accepted || accepted + rejectedAgain != selected) {
      throw new IncompleteCycleException(
          String.format(
              "%s selected %,d dead letters: %,d became trades, %,d were rejected again, and %,d"
                  + " rows were written. Nothing was committed.",
              commit.id(), selected, accepted, rejectedAgain, rows));
    }
    if (rows > 0) {
      commit.commit(load(), files);
    }
  }

  private Table load() {
    return SystemFaultException.wrapping(
        "Could not load table " + silver,
        () -> RetryingMetadata.load(catalog.open(), catalog.table(silver)));
  }

  private static final class CommitFn extends DoFn<KV<Void, Iterable<TaskResult>>, Void> {
    private static final long serialVersionUID = 1L;

    private final CommitTrades plan;

    CommitFn(CommitTrades plan) {
      this.plan = plan;
    }

    @ProcessElement
    public void commit(ProcessContext context) {
      plan.commit(
          context.element().getValue(),
          context.sideInput(plan.trades),
          context.sideInput(plan.rejected));
    }
  }
}
