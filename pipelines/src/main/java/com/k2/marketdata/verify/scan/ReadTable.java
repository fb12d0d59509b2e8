package com.k2.marketdata.verify.scan;

import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.io.Serializable;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.iceberg.CombinedScanTask;

/**
 * Reads the offsets of a pinned table's rows into pieces of blocks; each task reads one or more
 * files. A task emits pieces rather than rows, because some runners keep the whole output of an
 * element in memory. The output with tag {@link #PIECES} has the pieces, {@link #FAULTS} the files
 * that cannot be read or differ from their manifest.
 */
public final class ReadTable extends PTransform<PBegin, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Pieces of blocks. */
  public static final TupleTag<KV<BlockKey, Block>> PIECES = new TupleTag<>() {};

  /** Files that cannot be read, or that differ from their manifest. */
  public static final TupleTag<FileFault> FAULTS = new TupleTag<>() {};

  private final OffsetColumns columns;
  private final transient ReadableFiles files;

  private ReadTable(OffsetColumns columns, ReadableFiles files) {
    this.columns = columns;
    this.files = files;
  }

  public static ReadTable of(OffsetColumns columns, ReadableFiles files) {
    return new ReadTable(columns, files);
  }

  @Override
  public PCollectionTuple expand(PBegin input) {
    PCollectionTuple read =
        input
            .apply(
                "Create tasks",
                Create.of(files.tasks().stream().map(Task::new).toList())
                    .withCoder(SerializableCoder.of(Task.class)))
            .apply(
                "Read offsets",
                ParDo.of(new ReadFn(columns)).withOutputTags(PIECES, TupleTagList.of(FAULTS)));
    read.get(PIECES).setCoder(KvCoder.of(new BlockKey.KeyCoder(), new Block.BlockCoder()));
    PCollection<FileFault> ofManifests =
        input.apply(
            "Create faults of manifests",
            Create.of(files.faults()).withCoder(SerializableCoder.of(FileFault.class)));
    PCollection<FileFault> faults =
        PCollectionList.of(read.get(FAULTS).setCoder(SerializableCoder.of(FileFault.class)))
            .and(ofManifests)
            .apply("Flatten faults", Flatten.pCollections());
    return PCollectionTuple.of(PIECES, read.get(PIECES)).and(FAULTS, faults);
  }

  /** The files that one task reads. */
  private record Task(CombinedScanTask files) implements Serializable {}

  private static final class ReadFn extends DoFn<Task, KV<BlockKey, Block>> {
    private static final long serialVersionUID = 1L;

    /** A block takes at most 16 kB, and only if its offsets have many gaps. */
    private static final int MAX_OPEN = 2_048;

    private final OffsetColumns columns;

    ReadFn(OffsetColumns columns) {
      this.columns = columns;
    }

    @ProcessElement
    public void read(@Element Task task, MultiOutputReceiver output) {
      OutputReceiver<KV<BlockKey, Block>> pieces = output.get(PIECES);
      OpenBlocks offsets = open(Axis.KAFKA_OFFSETS, pieces);
      OpenBlocks tradeIds = open(Axis.TRADE_IDS, pieces);
      columns.read(task.files(), offsets, tradeIds, output.get(FAULTS)::output);
      offsets.flush();
      tradeIds.flush();
    }

    private OpenBlocks open(Axis axis, OutputReceiver<KV<BlockKey, Block>> pieces) {
      return new OpenBlocks(
          axis, columns.role(), MAX_OPEN, (key, block) -> pieces.output(KV.of(key, block)));
    }
  }
}
