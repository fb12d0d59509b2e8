package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.orphan.reference.ManifestBatches;
import com.k2.marketdata.lake.maintain.orphan.reference.ManifestPaths;
import com.k2.marketdata.lake.maintain.orphan.reference.References;
import com.k2.marketdata.lake.maintain.orphan.search.MergeHashes;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.PathHashes;
import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.progress.TaskProgress;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.iceberg.GenericManifestFile;

/**
 * Finds the files of a table that nothing refers to: {@link #ORPHANS}, and one {@link #COUNTS}.
 *
 * <p>The table's folders are listed first. Then, if the orphans are to be deleted, a fence is
 * committed. Only then is the table loaded and everything that it refers to is read, manifests in
 * parallel. References are 64-bit hashes of paths: a sorted set that each task holds in memory, so
 * that paths are not shuffled. Nothing else is changed.
 *
 * <p>The pipeline fails with a {@link MaintenanceRefusedException} if the search is not safe.
 */
public final class FindOrphans extends PTransform<PBegin, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** The orphans. */
  public static final TupleTag<PlannedItem> ORPHANS = new TupleTag<>("orphans") {};

  /** One element: what was listed and found. */
  public static final TupleTag<OrphanCounts> COUNTS = new TupleTag<>("counts") {};

  private static final TupleTag<PathHashes> HASHES = new TupleTag<>("hashes") {};
  private static final TupleTag<List<GenericManifestFile>> MANIFESTS =
      new TupleTag<>("manifests") {};

  private final OrphanSearch search;

  private FindOrphans(OrphanSearch search) {
    this.search = search;
  }

  /** Runs this search. A search is run once. */
  public static FindOrphans of(OrphanSearch search) {
    return new FindOrphans(search);
  }

  @Override
  public PCollectionTuple expand(PBegin input) {
    PCollection<ListedFiles> listed =
        input
            .apply("Folders", Create.of(search.folders()))
            .apply("List files", ParDo.of(new ListFn(search.table())))
            .setCoder(SerializableCoder.of(ListedFiles.class));
    PCollectionView<PathHashes> references = references(input, listed);
    PCollectionTuple compared =
        listed.apply(
            "Compare",
            ParDo.of(new CompareFn(search, references))
                .withSideInputs(references)
                .withOutputTags(ORPHANS, TupleTagList.of(COUNTS)));
    PCollection<OrphanCounts> counts =
        compared
            .get(COUNTS)
            .setCoder(SerializableCoder.of(OrphanCounts.class))
            .apply("Sum counts", Combine.globally(FindOrphans::sum));
    return PCollectionTuple.of(
            ORPHANS, compared.get(ORPHANS).setCoder(SerializableCoder.of(PlannedItem.class)))
        .and(COUNTS, counts);
  }

  private PCollectionView<PathHashes> references(PBegin input, PCollection<ListedFiles> listed) {
    // As a side input it is complete, and so is the listing, before the table is loaded.
    PCollectionView<Iterable<String>> metadata =
        listed
            .apply("Metadata files", ParDo.of(new MetadataFilesFn()))
            .apply("Listing is complete", View.asIterable());
    PCollectionTuple loaded =
        input
            .apply("Table", Create.of(search.name()))
            .apply(
                "Load table",
                ParDo.of(new LoadFn(search, metadata))
                    .withSideInputs(metadata)
                    .withOutputTags(HASHES, TupleTagList.of(MANIFESTS)));
    PCollection<PathHashes> inManifests =
        loaded
            .get(MANIFESTS)
            .setCoder(ListCoder.of(SerializableCoder.of(GenericManifestFile.class)))
            .apply("Spread manifests", Reshuffle.viaRandomKey())
            .apply("Read manifests", ParDo.of(new ReadManifestsFn(search)))
            .setCoder(SerializableCoder.of(PathHashes.class));
    return PCollectionList.of(loaded.get(HASHES).setCoder(SerializableCoder.of(PathHashes.class)))
        .and(inManifests)
        .apply("All references", Flatten.pCollections())
        .apply("Sort references", Combine.globally(new MergeHashes()).asSingletonView());
  }

  private static OrphanCounts sum(Iterable<OrphanCounts> parts) {
    OrphanCounts sum = OrphanCounts.NONE;
    for (OrphanCounts part : parts) {
      sum = sum.plus(part);
    }
    return sum;
  }

  private static final class ListFn extends DoFn<String, ListedFiles> {
    private static final long serialVersionUID = 1L;

    private final TaskTable table;

    ListFn(TaskTable table) {
      this.table = table;
    }

    @ProcessElement
    public void list(@Element String folder, OutputReceiver<ListedFiles> parts) {
      new Listing(table.table().io())
          .list(
              folder,
              part -> {
                parts.output(part);
                TaskProgress.report();
              });
    }
  }

  private static final class MetadataFilesFn extends DoFn<ListedFiles, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void select(@Element ListedFiles part, OutputReceiver<String> metadata) {
      part.forEach(
          file -> {
            if (OrphanKinds.isMetadata(file.location())) {
              metadata.output(file.location());
            }
          });
    }
  }

  private static final class LoadFn extends DoFn<String, PathHashes> {
    private static final long serialVersionUID = 1L;

    private final OrphanSearch search;
    private final PCollectionView<Iterable<String>> metadata;

    LoadFn(OrphanSearch search, PCollectionView<Iterable<String>> metadata) {
      this.search = search;
      this.metadata = metadata;
    }

    @ProcessElement
    public void load(ProcessContext context) {
      References references = References.read(search, context.sideInput(metadata));
      context.output(references.hashes());
      ManifestBatches.of(references.manifests()).forEach(batch -> context.output(MANIFESTS, batch));
    }
  }

  private static final class ReadManifestsFn extends DoFn<List<GenericManifestFile>, PathHashes> {
    private static final long serialVersionUID = 1L;

    private final OrphanSearch search;

    ReadManifestsFn(OrphanSearch search) {
      this.search = search;
    }

    @ProcessElement
    public void read(@Element List<GenericManifestFile> batch, OutputReceiver<PathHashes> hashes) {
      for (GenericManifestFile manifest : batch) {
        hashes.output(ManifestPaths.read(search, manifest));
        TaskProgress.report();
      }
    }
  }

  private static final class CompareFn extends DoFn<ListedFiles, PlannedItem> {
    private static final long serialVersionUID = 1L;

    private final OrphanSearch search;
    private final PCollectionView<PathHashes> references;

    CompareFn(OrphanSearch search, PCollectionView<PathHashes> references) {
      this.search = search;
      this.references = references;
    }

    @ProcessElement
    public void compare(ProcessContext context) {
      OrphanComparison comparison = new OrphanComparison(search, context.sideInput(references));
      context.output(COUNTS, comparison.compare(context.element(), context::output));
    }
  }
}
