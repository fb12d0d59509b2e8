package com.k2.marketdata.replay;

import com.k2.marketdata.verify.scan.ResultFile;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * How many dead letters became trades, and how many did not.
 *
 * @param trades by their former reason
 * @param rejected by their new reason
 */
record OutcomeCounts(SortedMap<String, Long> trades, SortedMap<String, Long> rejected) {
  private static final String TRADE = "trade ";
  private static final String REJECTED = "rejected ";

  static final OutcomeCounts NONE = new OutcomeCounts(new TreeMap<>(), new TreeMap<>());

  /** How many dead letters there are in all. */
  long sum() {
    return Stream.of(trades, rejected)
        .flatMap(counts -> counts.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * Adds the steps that write the counts into a file.
   *
   * @param mended the former reason of each trade
   * @param rejected the new reason of each message that was rejected again
   */
  static void write(PCollection<String> mended, PCollection<String> rejected, ResultFile file) {
    PCollectionList.of(count("trades", TRADE, mended))
        .and(count("rejected", REJECTED, rejected))
        .apply("Flatten counts", Flatten.pCollections())
        .apply("Key counts", WithKeys.of((Void) null))
        .setCoder(KvCoder.of(VoidCoder.of(), KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())))
        .apply("Gather counts", GroupByKey.create())
        .apply("Write counts", ParDo.of(new WriteFn(file)));
  }

  private static PCollection<KV<String, Long>> count(
      String what, String prefix, PCollection<String> reasons) {
    return reasons
        .apply("Name " + what, MapElements.via(new Prefix(prefix)))
        .apply("Count " + what, Count.perElement());
  }

  private static final class Prefix extends SimpleFunction<String, String> {
    private static final long serialVersionUID = 1L;

    private final String prefix;

    Prefix(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public String apply(String reason) {
      return prefix + reason;
    }
  }

  private static final class WriteFn extends DoFn<KV<Void, Iterable<KV<String, Long>>>, Void> {
    private static final long serialVersionUID = 1L;

    private final ResultFile file;

    WriteFn(ResultFile file) {
      this.file = file;
    }

    @ProcessElement
    public void write(@Element KV<Void, Iterable<KV<String, Long>>> all) {
      OutcomeCounts counts = new OutcomeCounts(new TreeMap<>(), new TreeMap<>());
      for (KV<String, Long> one : all.getValue()) {
        String name = one.getKey();
        if (name.startsWith(TRADE)) {
          counts.trades.put(name.substring(TRADE.length()), one.getValue());
        } else {
          counts.rejected.put(name.substring(REJECTED.length()), one.getValue());
        }
      }
      file.write(counts);
    }
  }
}
