package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadItem;
import com.k2.marketdata.progress.TaskProgress;
import com.k2.marketdata.trade.Outcome;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes a cycle's rows into Parquet files of its tables. Emits one {@link TaskResult} per bundle,
 * with the files and the receipts of the ranges that they were written from. All results have the
 * same key, so that the commit can group them.
 *
 * <p>The transform has a single output because the Spark runner keeps the output of a ParDo with
 * several in memory as objects. The files become visible when {@code lake.commit} commits them.
 */
public final class WriteTables<T>
    extends PTransform<PCollection<List<T>>, PCollection<KV<Void, TaskResult>>> {
  private static final long serialVersionUID = 1L;

  private final CycleTables tables;
  private final CycleStamp stamp;
  private final SpillSettings spill;
  private final Step<T> step;

  private WriteTables(CycleTables tables, CycleStamp stamp, SpillSettings spill, Step<T> step) {
    this.tables = tables;
    this.stamp = stamp;
    this.spill = spill;
    this.step = step;
  }

  /** Writes messages unchanged to bronze. */
  public static WriteTables<ReadItem> ofMessages(CycleTables tables, CycleStamp stamp) {
    return new WriteTables<>(
        tables,
        stamp,
        SpillSettings.DEFAULTS,
        (writer, item) -> {
          if (item instanceof KafkaMessage message) {
            writer.message(message);
          } else if (item instanceof RangeReceipt receipt) {
            writer.receipt(receipt);
          }
        });
  }

  /**
   * Writes trades to silver, dead letters to their table, and the messages of both to bronze if the
   * cycle writes bronze.
   */
  public static WriteTables<Outcome> ofOutcomes(CycleTables tables, CycleStamp stamp) {
    return new WriteTables<>(tables, stamp, SpillSettings.DEFAULTS, TaskWriter::outcome);
  }

  /** Writes trades alone, to silver. */
  public static WriteTables<Outcome.Accepted> ofTrades(CycleTables tables, CycleStamp stamp) {
    return new WriteTables<>(tables, stamp, SpillSettings.DEFAULTS, TaskWriter::outcome);
  }

  /** Spills rows with these settings. */
  public WriteTables<T> withSpill(SpillSettings settings) {
    return new WriteTables<>(tables, stamp, settings, step);
  }

  @Override
  public PCollection<KV<Void, TaskResult>> expand(PCollection<List<T>> input) {
    return input
        .apply("Write files", ParDo.of(new WriteFilesFn<>(tables, stamp, spill, step)))
        .setCoder(KvCoder.of(VoidCoder.of(), SerializableCoder.of(TaskResult.class)));
  }

  /** Writes one element. */
  private interface Step<T> extends Serializable {
    void write(TaskWriter writer, T element);
  }

  private static final class WriteFilesFn<T> extends DoFn<List<T>, KV<Void, TaskResult>> {
    private static final long serialVersionUID = 1L;

    private final CycleTables tables;
    private final CycleStamp stamp;
    private final SpillSettings spill;
    private final Step<T> step;
    private transient TaskWriter writer;

    WriteFilesFn(CycleTables tables, CycleStamp stamp, SpillSettings spill, Step<T> step) {
      this.tables = tables;
      this.stamp = stamp;
      this.spill = spill;
      this.step = step;
    }

    @StartBundle
    public void start() {
      writer = new TaskWriter(tables, stamp, spill);
    }

    @ProcessElement
    public void write(@Element List<T> elements) {
      for (T element : elements) {
        step.write(writer, element);
      }
      TaskProgress.report();
    }

    @FinishBundle
    public void finish(FinishBundleContext context) {
      context.output(
          KV.of(null, writer.finish()), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
      writer = null;
    }

    /** Deletes the files of a bundle that failed. They have not been emitted. */
    @Teardown
    public void tearDown() {
      if (writer != null) {
        writer.abort();
        writer = null;
      }
    }
  }
}
