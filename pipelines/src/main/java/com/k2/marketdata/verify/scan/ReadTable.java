package com.k2.marketdata.verify.scan;

import com.k2.marketdata.verify.scan.BlockKey.Axis;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
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
  private final transient List<CombinedScanTask> tasks;

  private ReadTable(OffsetColumns columns, List<CombinedScanTask> tasks) {
    this.columns = columns;
    this.tasks = tasks;
  }

  public static ReadTable of(OffsetColumns columns, List<CombinedScanTask> tasks) {
    return new ReadTable(columns, tasks);
  }

  @Override
  public PCollectionTuple expand(PBegin input) {
    PCollectionTuple read =
        input
            .apply(
                "Create tasks",
                Create.of(tasks.stream().map(Task::new).toList())
                    .withCoder(SerializableCoder.of(Task.class)))
            .apply(
                "Read offsets",
                ParDo.of(new ReadFn(columns)).withOutputTags(PIECES, TupleTagList.of(FAULTS)));
    read.get(PIECES).setCoder(KvCoder.of(new BlockKey.KeyCoder(), new Block.BlockCoder()));
    read.get(FAULTS).setCoder(SerializableCoder.of(FileFault.class));
    return read;
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
