package com.k2.marketdata.lake;

import static org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Preconditions.checkArgument;

import com.k2.marketdata.kafka.RangeReceipt;
import com.k2.marketdata.kafka.ReadBatch;
import com.k2.marketdata.kafka.ReadItem;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the selected rows of planned parts of bronze's files as the messages they were, each part's
 * followed by its {@link RangeReceipt}, in lists as {@link ReadBatch} makes them. A task is a list
 * of parts that one reader takes.
 */
public final class ReadBronze extends PTransform<PBegin, PCollection<List<ReadItem>>> {
  private static final long serialVersionUID = 1L;

  private final TravellingTable bronze;
  private final BronzeSelection selection;
  private final List<List<BronzeSplit>> tasks;

  private ReadBronze(
      TravellingTable bronze, BronzeSelection selection, List<List<BronzeSplit>> tasks) {
    this.bronze = bronze;
    this.selection = selection;
    this.tasks = tasks;
  }

  /** Reads the parts of {@code tasks}, one reader per task. */
  public static ReadBronze of(
      TravellingTable bronze, BronzeSelection selection, List<List<BronzeSplit>> tasks) {
    return new ReadBronze(bronze, selection, tasks.stream().map(List::copyOf).toList());
  }

  @Override
  public PCollection<List<ReadItem>> expand(PBegin input) {
    checkArgument(!tasks.isEmpty(), "There must be at least one task to read.");
    checkArgument(
        tasks.stream().noneMatch(List::isEmpty), "Every task must have at least one part.");
    return input.apply("Read files", Read.from(new BronzeSource(bronze, selection, tasks)));
  }
}
