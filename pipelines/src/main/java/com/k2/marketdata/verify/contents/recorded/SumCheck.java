package com.k2.marketdata.verify.contents.recorded;

import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the sums of bronze's rows with those that bronze's ledgers recorded. */
public final class SumCheck {
  private static final int MAX_PARTITIONS = 5;

  private SumCheck() {}

  /** A sentence for each range whose rows have a different sum. */
  public static List<String> of(SumRanges sums, ContentVerdict verdict) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < sums.ranges().size(); i++) {
      SumRange range = sums.ranges().get(i);
      long found = verdict.rangeSums().getOrDefault(i, 0L);
      if (found != range.sum()) {
        wrong.add(
            String.format(
                "the rows of topic %s with id %s, %s, do not have the sum that the ledger of"
                    + " snapshot %d recorded (%016x, not %016x): rows were changed, added or"
                    + " deleted after K2 wrote them.",
                range.topic(),
                range.topicId(),
                offsets(range),
                range.snapshot(),
                found,
                range.sum()));
      }
    }
    return wrong;
  }

  /** A sentence for each topic whose rows were compared with a sum. */
  public static List<String> notes(SumRanges sums) {
    if (sums.ranges().isEmpty()) {
      return List.of("Bronze's ledger has no sum of the rows yet.");
    }
    Map<String, SumRange> first = new LinkedHashMap<>();
    sums.ranges().forEach(range -> first.putIfAbsent(range.topicId(), range));
    return first.values().stream()
        .map(
            range ->
                "Bronze's rows of topic "
                    + range.topic()
                    + " with id "
                    + range.topicId()
                    + " were compared with the sum in the ledger, "
                    + from(range)
                    + ".")
        .toList();
  }

  private static String from(SumRange range) {
    boolean all = range.from().values().stream().allMatch(offset -> offset == 0);
    return all
        ? "from offset 0"
        : "from "
            + list(
                new TreeMap<>(range.from())
                    .entrySet().stream()
                        .map(
                            entry ->
                                "offset " + entry.getValue() + " of partition " + entry.getKey())
                        .toList());
  }

  private static String offsets(SumRange range) {
    if (range.to().isEmpty()) {
      return "all offsets";
    }
    List<String> parts = new ArrayList<>();
    new TreeMap<>(range.to())
        .forEach(
            (partition, to) -> {
              long from = range.from().getOrDefault(partition, 0L);
              if (from < to) {
                parts.add(String.format("partition %d offsets %d to %d", partition, from, to - 1));
              }
            });
    return parts.isEmpty() ? "no offsets" : list(parts);
  }

  private static String list(List<String> parts) {
    return parts.stream().limit(MAX_PARTITIONS).collect(Collectors.joining(", "))
        + (parts.size() > MAX_PARTITIONS
            ? " and " + (parts.size() - MAX_PARTITIONS) + " more partitions"
            : "");
  }
}
