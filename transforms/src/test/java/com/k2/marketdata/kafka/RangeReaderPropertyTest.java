package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** I4 in the reader, for any ranges, gaps and polls. */
class RangeReaderPropertyTest {

  @Property(tries = 1_000)
  void partitionsYieldExactlyTheirRangesInOrder(
      @ForAll @Size(max = 14) List<@From("ranges") OffsetRange> offsets, @ForAll long seed) {
    List<NumberedRange> ranges = new ArrayList<>();
    offsets.forEach(range -> ranges.add(new NumberedRange(ranges.size(), range)));
    RandomLogs logs = new RandomLogs(seed);
    RangeReader reader =
        new RangeReader(
            new FixedPolls(logs),
            new ReadOffsetRanges.Settings(
                new TopicIdentity("cluster", RandomLogs.TOPIC, "id"), 0, Duration.ofMinutes(1)),
            ranges);

    Map<Integer, List<String>> found = new TreeMap<>();
    List<NumberedRange> open = new ArrayList<>(ranges);
    for (ReadItem item = next(reader, logs, open); item != null; item = next(reader, logs, open)) {
      if (item instanceof RangeReceipt receipt) {
        open.removeIf(range -> range.number() == receipt.range());
        add(found, ranges.get(receipt.range()).offsets().partition(), receipt);
      } else if (item instanceof KafkaMessage message) {
        add(found, message.partition(), message.offset());
      }
    }

    Map<Integer, List<String>> expected = new TreeMap<>();
    for (NumberedRange range : ranges) {
      OffsetRange of = range.offsets();
      List<Long> committed = logs.committed(of);
      committed.forEach(offset -> add(expected, of.partition(), offset));
      long bytes = committed.size() * (long) RandomLogs.VALUE_BYTES;
      add(
          expected,
          of.partition(),
          new RangeReceipt(range.number(), of.from(), of.to(), of.to(), committed.size(), bytes));
    }
    assertThat(found).isEqualTo(expected);
  }

  /** Only partitions that have a range without a receipt may be polled. */
  private static ReadItem next(RangeReader reader, RandomLogs logs, List<NumberedRange> open) {
    Set<Integer> unfinished =
        open.stream().map(range -> range.offsets().partition()).collect(Collectors.toSet());
    logs.allow(unfinished);
    return reader.next();
  }

  private static void add(Map<Integer, List<String>> items, int partition, Object item) {
    items.computeIfAbsent(partition, any -> new ArrayList<>()).add(item.toString());
  }

  @Provide
  Arbitrary<OffsetRange> ranges() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 6),
            Arbitraries.longs().between(0, RandomLogs.END - 15),
            Arbitraries.longs().between(0, 15))
        .as((partition, from, length) -> new OffsetRange(partition, from, from + length));
  }
}
