package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.maintain.FileDeletion;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.progress.TaskProgress;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Deletes the orphans that {@link FindOrphans} found, and emits one {@link OrphanResult}. Deleting
 * begins when the search has succeeded as a whole; until then, nothing is deleted. A file that
 * cannot be deleted is counted.
 *
 * <p>The pipeline fails with a {@link MaintenanceRefusedException}, and nothing is deleted, if the
 * orphans are too many.
 */
public final class DeleteOrphans extends PTransform<PCollectionTuple, PCollection<OrphanResult>> {
  private static final long serialVersionUID = 1L;

  /** How many tasks delete files at the same time. */
  private static final int TASKS = 8;

  private final OrphanSearch search;

  private DeleteOrphans(OrphanSearch search) {
    this.search = search;
  }

  /** Deletes what this search found. Its settings must say that the orphans are deleted. */
  public static DeleteOrphans of(OrphanSearch search) {
    return new DeleteOrphans(search);
  }

  @Override
  public PCollection<OrphanResult> expand(PCollectionTuple found) {
    if (!search.settings().execute()) {
      throw new IllegalArgumentException(
          "The search for orphans of "
              + search.name()
              + " had no fence, so nothing may be deleted. Use settings with executing().");
    }
    PCollectionView<OrphanCounts> counts =
        found.get(FindOrphans.COUNTS).apply("Search is complete", View.asSingleton());
    return found
        .get(FindOrphans.ORPHANS)
        .apply(
            "Assign to tasks",
            WithKeys.<Integer, PlannedItem>of(DeleteOrphans::task)
                .withKeyType(TypeDescriptors.integers()))
        .apply("All orphans", GroupByKey.create())
        .apply("Delete", ParDo.of(new DeleteFn(search, counts)).withSideInputs(counts))
        .setCoder(SerializableCoder.of(OrphanResult.class))
        .apply("Sum results", Combine.globally(DeleteOrphans::sum))
        .apply("Result", ParDo.of(new ResultFn(counts)).withSideInputs(counts))
        .setCoder(SerializableCoder.of(OrphanResult.class));
  }

  private static int task(PlannedItem orphan) {
    return Math.floorMod(orphan.target().hashCode(), TASKS);
  }

  private static OrphanResult sum(Iterable<OrphanResult> parts) {
    OrphanResult sum = OrphanResult.NONE;
    for (OrphanResult part : parts) {
      sum = sum.plus(part);
    }
    return sum;
  }

  private static final class DeleteFn
      extends DoFn<KV<Integer, Iterable<PlannedItem>>, OrphanResult> {
    private static final long serialVersionUID = 1L;

    private final OrphanSearch search;
    private final PCollectionView<OrphanCounts> counts;

    DeleteFn(OrphanSearch search, PCollectionView<OrphanCounts> counts) {
      this.search = search;
      this.counts = counts;
    }

    @ProcessElement
    public void delete(ProcessContext context) {
      search
          .refusal(context.sideInput(counts))
          .ifPresent(
              reason -> {
                throw new MaintenanceRefusedException(reason);
              });
      FileDeletion deletion = new FileDeletion(search.table().table().io(), TaskProgress::report);
      for (PlannedItem orphan : context.element().getValue()) {
        deletion.add(orphan.target());
      }
      long failed = deletion.finish();
      context.output(new OrphanResult(OrphanCounts.NONE, deletion.deleted(), failed));
    }
  }

  /** Adds what was found to what was deleted. */
  private static final class ResultFn extends DoFn<OrphanResult, OrphanResult> {
    private static final long serialVersionUID = 1L;

    private final PCollectionView<OrphanCounts> counts;

    ResultFn(PCollectionView<OrphanCounts> counts) {
      this.counts = counts;
    }

    @ProcessElement
    public void complete(ProcessContext context) {
      context.output(context.element().withFound(context.sideInput(counts)));
    }
  }
}
