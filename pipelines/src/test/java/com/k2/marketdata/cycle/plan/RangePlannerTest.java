package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.NumberedRange;
import com.k2.marketdata.kafka.OffsetRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Picked ranges cover every partition's backlog from its beginning, once. */
class RangePlannerTest {

  /** The next offset and the end, per partition. */
  record Backlog(Map<Integer, Long> from, Map<Integer, Long> end) {
    long of(int partition) {
      return Math.max(0, end.get(partition) - from.getOrDefault(partition, 0L));
    }

    long total() {
      return end.keySet().stream().mapToLong(this::of).sum();
    }

    long partitionsWithSome() {
      return end.keySet().stream().filter(partition -> of(partition) > 0).count();
    }
  }

  @Property
  void pickedRangesArePrefixesOfBacklogs(
      @ForAll("backlogs") Backlog backlog, @ForAll @LongRange(min = 1, max = 3_000) long budget) {
    List<OffsetRange> picked = RangePlanner.pick(backlog.from(), backlog.end(), budget);
    assertThat(picked).extracting(OffsetRange::partition).doesNotHaveDuplicates();
    assertThat(picked)
        .allSatisfy(
            range -> {
              assertThat(range.from())
                  .isEqualTo(backlog.from().getOrDefault(range.partition(), 0L));
              assertThat(range.to()).isLessThanOrEqualTo(backlog.end().get(range.partition()));
              assertThat(range.length()).isPositive();
            });
  }

  @Property
  void budgetIsUsedUpAndNotExceeded(
      @ForAll("backlogs") Backlog backlog, @ForAll @LongRange(min = 1, max = 3_000) long budget) {
    assertThat(length(RangePlanner.pick(backlog.from(), backlog.end(), budget)))
        .isEqualTo(Math.min(budget, backlog.total()));
  }

  @Property
  void everyPartitionGetsItsFairShare(
      @ForAll("backlogs") Backlog backlog, @ForAll @LongRange(min = 1, max = 3_000) long budget) {
    Map<Integer, Long> got = new HashMap<>();
    RangePlanner.pick(backlog.from(), backlog.end(), budget)
        .forEach(range -> got.put(range.partition(), range.length()));
    long fair = budget / Math.max(1, backlog.partitionsWithSome());
    backlog
        .end()
        .keySet()
        .forEach(
            partition ->
                assertThat(got.getOrDefault(partition, 0L))
                    .isGreaterThanOrEqualTo(Math.min(backlog.of(partition), fair)));
  }

  @Property(tries = 200)
  void consecutiveCyclesReadTheBacklogOnce(
      @ForAll("backlogs") Backlog backlog, @ForAll @LongRange(min = 20, max = 3_000) long budget) {
    Map<Integer, Long> position = new HashMap<>(backlog.from());
    long read = 0;
    List<OffsetRange> picked = RangePlanner.pick(position, backlog.end(), budget);
    while (!picked.isEmpty()) {
      read += length(picked);
      picked.forEach(range -> position.put(range.partition(), range.to()));
      picked = RangePlanner.pick(position, backlog.end(), budget);
    }
    assertThat(read).isEqualTo(backlog.total());
  }

  @Example
  void unusedSharesGoToOtherPartitions() {
    assertThat(RangePlanner.pick(Map.of(), new TreeMap<>(Map.of(0, 10L, 1, 500L, 2, 900L)), 300))
        .containsExactly(
            new OffsetRange(0, 0, 10), new OffsetRange(1, 0, 145), new OffsetRange(2, 0, 145));
  }

  @Example
  void partitionsBeyondTheirEndAreLeftOut() {
    assertThat(RangePlanner.pick(Map.of(0, 20L, 1, 5L), Map.of(0, 10L, 1, 5L), 100)).isEmpty();
  }

  @Property
  void sharedRangesCoverEveryOffsetOnce(
      @ForAll("ranges") List<OffsetRange> ranges, @ForAll @IntRange(min = 1, max = 16) int most) {
    List<NumberedRange> pieces =
        RangePlanner.share(ranges, most).stream().flatMap(List::stream).toList();
    assertThat(pieces)
        .extracting(NumberedRange::number)
        .containsExactlyElementsOf(IntStream.range(0, pieces.size()).boxed().toList());
    assertThat(pieces).allMatch(piece -> piece.offsets().length() > 0);
    Map<Integer, Long> reached = new HashMap<>();
    ranges.forEach(range -> reached.put(range.partition(), range.from()));
    for (NumberedRange piece : pieces) {
      OffsetRange offsets = piece.offsets();
      assertThat(offsets.from()).isEqualTo(reached.put(offsets.partition(), offsets.to()));
    }
    ranges.forEach(range -> assertThat(reached).containsEntry(range.partition(), range.to()));
  }

  @Property
  void tasksAreLimitedAndOfEqualLength(
      @ForAll("ranges") List<OffsetRange> ranges, @ForAll @IntRange(min = 1, max = 16) int most) {
    List<List<NumberedRange>> tasks = RangePlanner.share(ranges, most);
    assertThat(tasks.size()).isLessThanOrEqualTo(most);
    List<Long> lengths =
        tasks.stream()
            .map(task -> length(task.stream().map(NumberedRange::offsets).toList()))
            .toList();
    for (int i = 0; i < lengths.size() - 1; i++) {
      assertThat(lengths.get(i)).isEqualTo(lengths.get(0));
    }
    if (!lengths.isEmpty()) {
      assertThat(lengths.get(lengths.size() - 1)).isLessThanOrEqualTo(lengths.get(0));
    }
  }

  @Example
  void oneTaskTakesAThousandPartitions() {
    List<OffsetRange> ranges =
        IntStream.range(0, 1_000).mapToObj(partition -> new OffsetRange(partition, 0, 1)).toList();
    assertThat(RangePlanner.share(ranges, 1))
        .satisfiesExactly(task -> assertThat(task).hasSize(1_000));
  }

  @Property
  void cutLosesNothingAndCutsOnlyInside(
      @ForAll @LongRange(max = 50) long from,
      @ForAll @LongRange(max = 50) long length,
      @ForAll @LongRange(max = 120) long at) {
    OffsetRange range = new OffsetRange(3, from, from + length);
    List<OffsetRange> cut = RangePlanner.cutAt(range, at);
    assertThat(cut.get(0).from()).isEqualTo(range.from());
    assertThat(cut.get(cut.size() - 1).to()).isEqualTo(range.to());
    if (at > range.from() && at < range.to()) {
      assertThat(cut)
          .containsExactly(
              new OffsetRange(3, range.from(), at), new OffsetRange(3, at, range.to()));
    } else {
      assertThat(cut).containsExactly(range);
    }
  }

  private static long length(List<OffsetRange> ranges) {
    return ranges.stream().mapToLong(OffsetRange::length).sum();
  }

  @Provide
  Arbitrary<Backlog> backlogs() {
    Arbitrary<Long> offset = Arbitraries.longs().between(0, 500);
    return Combinators.combine(
            Arbitraries.maps(Arbitraries.integers().between(0, 12), offset).ofMaxSize(10),
            Arbitraries.maps(Arbitraries.integers().between(0, 12), offset).ofMaxSize(10))
        .as(Backlog::new);
  }

  @Provide
  Arbitrary<List<OffsetRange>> ranges() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            Arbitraries.longs().between(0, 1_000),
            Arbitraries.longs().between(0, 1_000))
        .as((partition, from, length) -> new OffsetRange(partition, from, from + length))
        .list()
        .ofMaxSize(8)
        .uniqueElements(OffsetRange::partition);
  }
}
