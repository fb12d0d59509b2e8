package com.k2.marketdata.verify.contents;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.contents.recorded.SumRanges;
import com.k2.marketdata.verify.contents.task.ContentPlan;
import com.k2.marketdata.verify.contents.task.ContentProgress;
import com.k2.marketdata.verify.contents.task.ContentReader;
import com.k2.marketdata.verify.contents.task.ContentTable;
import com.k2.marketdata.verify.row.CheckedFile;
import com.k2.marketdata.verify.row.RowChecks;
import com.k2.marketdata.verify.scan.BlockKey;
import com.k2.marketdata.verify.scan.DataFileReader;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
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
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.expressions.Expressions;

/**
 * Reads every column of a pinned table's rows. Checks each row against its file, and adds up the
 * hashes of the rows by block. Each task reads one or more files and emits sums rather than rows.
 */
final class ReadContents extends PTransform<PBegin, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** Sums of blocks, in pieces. */
  static final TupleTag<KV<BlockKey, BlockSums>> BLOCKS = new TupleTag<>() {};

  /** Sums of {@link SumRanges}, in pieces, by index. */
  static final TupleTag<KV<Integer, Long>> RANGES = new TupleTag<>() {};

  /** Faults of files and rows. */
  static final TupleTag<ContentVerdict> FAULTS = new TupleTag<>() {};

  private final TableRole role;
  private final ContentPlan plan;
  private final transient List<CombinedScanTask> tasks;

  private ReadContents(TableRole role, ContentPlan plan, List<CombinedScanTask> tasks) {
    this.role = role;
    this.plan = plan;
    this.tasks = tasks;
  }

  /**
   * Reads a table of the plan.
   *
   * @param tasks planned with the statistics of all columns
   */
  static ReadContents of(TableRole role, ContentPlan plan, List<CombinedScanTask> tasks) {
    return new ReadContents(role, plan, tasks);
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
                "Read rows",
                ParDo.of(new ReadFn(role, plan))
                    .withOutputTags(BLOCKS, TupleTagList.of(RANGES).and(FAULTS)));
    read.get(BLOCKS).setCoder(KvCoder.of(new BlockKey.KeyCoder(), new BlockSums.SumsCoder()));
    read.get(RANGES).setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()));
    read.get(FAULTS).setCoder(SerializableCoder.of(ContentVerdict.class));
    return read;
  }

  /** The files that one task reads. */
  private record Task(CombinedScanTask files) implements Serializable {}

  private static final class ReadFn extends DoFn<Task, KV<BlockKey, BlockSums>> {
    private static final long serialVersionUID = 1L;

    private final TableRole role;
    private final ContentPlan plan;

    ReadFn(TableRole role, ContentPlan plan) {
      this.role = role;
      this.plan = plan;
    }

    @ProcessElement
    public void read(@Element Task task, MultiOutputReceiver output) {
      ContentVerdict verdict = new ContentVerdict();
      ContentTable table = plan.tables().require(role);
      ContentReader reader = new ContentReader(table, verdict::find);
      DataFileReader rows = reader.rows();
      RowChecks checks = RowChecks.of(plan.exchange(), role, rows.table(), rows.columns());
      ContentProgress progress = new ContentProgress(role.words());
      RowSums sums =
          new RowSums(
              role,
              plan,
              rows,
              (key, sum) -> output.get(BLOCKS).output(KV.of(key, sum)),
              (range, sum) -> output.get(RANGES).output(KV.of(range, sum)));
      for (FileScanTask file : task.files().files()) {
        CheckedFile checked = checks.file(file.file());
        reader.read(
            file,
            Expressions.alwaysTrue(),
            row -> {
              checked.check(row);
              sums.add(row);
              progress.increment();
            });
        checked.faults().forEach(verdict::find);
        verdict.countFaultyRows(checked.faultyRows());
      }
      sums.flush();
      progress.flush();
      output.get(FAULTS).output(verdict);
    }
  }
}
