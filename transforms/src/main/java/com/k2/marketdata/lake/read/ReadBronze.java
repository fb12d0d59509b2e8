package com.k2.marketdata.lake.read;

import com.k2.marketdata.lake.table.TaskTable;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadBatch;
import com.k2.marketdata.message.ReadItem;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the selected rows of planned parts of bronze's files as messages, those of each part
 * followed by its {@link RangeReceipt}, in lists of {@link ReadBatch}. A task is a list of parts
 * for one reader.
 */
public final class ReadBronze extends PTransform<PBegin, PCollection<List<ReadItem>>> {
  private static final long serialVersionUID = 1L;

  private final TaskTable bronze;
  private final BronzeSelection selection;
  private final List<List<BronzeSplit>> tasks;

  private ReadBronze(TaskTable bronze, BronzeSelection selection, List<List<BronzeSplit>> tasks) {
    this.bronze = bronze;
    this.selection = selection;
    this.tasks = tasks;
  }

  /** Reads the parts of {@code tasks}, one reader per task. */
  public static ReadBronze of(
      TaskTable bronze, BronzeSelection selection, List<List<BronzeSplit>> tasks) {
    return new ReadBronze(bronze, selection, tasks.stream().map(List::copyOf).toList());
  }

  @Override
  public PCollection<List<ReadItem>> expand(PBegin input) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("There must be at least one task to read.");
    }
    if (tasks.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("Every task must have at least one part.");
    }
    return input.apply("Read files", Read.from(new BronzeSource(bronze, selection, tasks)));
  }
}
