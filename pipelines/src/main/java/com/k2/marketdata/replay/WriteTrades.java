package com.k2.marketdata.replay;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.commit.ReplayCommit;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.lake.write.CycleStamp;
import com.k2.marketdata.lake.write.CycleTables;
import com.k2.marketdata.lake.write.WriteTables;
import com.k2.marketdata.trade.AcceptedCoder;
import com.k2.marketdata.trade.Outcome;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Writes the trades of a replay into silver, and commits them.
 *
 * @param silver the name of the table
 * @param selected the number of dead letters that are judged again
 */
record WriteTrades(
    CatalogConfig catalog,
    String silver,
    TaskTable table,
    CycleStamp stamp,
    ReplayCommit commit,
    long selected)
    implements JudgedLetters.Use {

  @Override
  public void apply(JudgedLetters judged) {
    judged
        .trades()
        .apply("List trades", MapElements.via(new ListOf()))
        .setCoder(ListCoder.of(AcceptedCoder.of()))
        .apply("Write trades", WriteTables.ofTrades(CycleTables.ofReplay(table), stamp))
        .apply(
            "Commit trades",
            new CommitTrades(
                catalog,
                silver,
                commit,
                selected,
                count("trades", judged.trades()),
                count("rejected", judged.rejected())));
  }

  private static <T extends Outcome> PCollectionView<Long> count(
      String what, PCollection<T> outcomes) {
    return outcomes.apply(
        "Add up " + what, Combine.globally(Count.<T>combineFn()).asSingletonView());
  }

  private static final class ListOf
      extends SimpleFunction<Outcome.Accepted, List<Outcome.Accepted>> {
    private static final long serialVersionUID = 1L;

    @Override
    public List<Outcome.Accepted> apply(Outcome.Accepted trade) {
      return List.of(trade);
    }
  }
}
