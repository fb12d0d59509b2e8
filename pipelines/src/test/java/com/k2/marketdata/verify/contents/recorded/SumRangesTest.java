package com.k2.marketdata.verify.contents.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.verify.contents.finding.ContentVerdict;
import com.k2.marketdata.verify.judge.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SumRangesTest {
  private static final PartitionId OLD = new PartitionId("old", 0);
  private static final PartitionId ZERO = new PartitionId("new", 0);
  private static final PartitionId ONE = new PartitionId("new", 1);

  private final SumRanges sums =
      new SumRanges(
          List.of(
              range("old", 1, Map.of(0, 10L), Map.of(), 5),
              range("new", 1, Map.of(0, 100L), Map.of(0, 200L), 7),
              range("new", 2, Map.of(0, 200L), Map.of(0, 300L, 1, 50L), 0),
              range("new", 3, Map.of(0, 300L, 1, 50L), Map.of(0, 300L, 1, 60L), -9)));

  @Test
  void everyCountedRowIsInOneRange() {
    assertThat(sums.range(OLD, 9)).isEmpty();
    assertThat(sums.range(OLD, 10)).isEqualTo(OptionalInt.of(0));
    assertThat(sums.range(OLD, Long.MAX_VALUE - 1)).isEqualTo(OptionalInt.of(0));
    assertThat(sums.range(ZERO, 99)).isEmpty();
    assertThat(sums.range(ZERO, 100)).isEqualTo(OptionalInt.of(1));
    assertThat(sums.range(ZERO, 199)).isEqualTo(OptionalInt.of(1));
    assertThat(sums.range(ZERO, 200)).isEqualTo(OptionalInt.of(2));
    assertThat(sums.range(ZERO, 299)).isEqualTo(OptionalInt.of(2));
    assertThat(sums.range(ZERO, 300)).isEmpty();
    assertThat(sums.range(ONE, 0)).isEqualTo(OptionalInt.of(2));
    assertThat(sums.range(ONE, 50)).isEqualTo(OptionalInt.of(3));
    assertThat(sums.range(ONE, 60)).isEmpty();
    assertThat(sums.range(new PartitionId("new", 2), 0)).isEmpty();
  }

  @Test
  void rangesWithOtherSumsAreReported() {
    ContentVerdict verdict = new ContentVerdict();
    verdict.addRange(0, 5);
    verdict.addRange(1, 7);
    verdict.addRange(3, -9);
    assertThat(SumCheck.of(sums, verdict)).isEmpty();

    verdict.addRange(2, 1);
    verdict.addRange(0, 1);
    assertThat(SumCheck.of(sums, verdict))
        .satisfiesExactly(
            sentence -> assertThat(sentence).contains("id old, all offsets, do not", "snapshot 1"),
            sentence ->
                assertThat(sentence)
                    .contains(
                        "id new, partition 0 offsets 200 to 299, partition 1 offsets 0 to 49, do"
                            + " not",
                        "snapshot 2"));
  }

  private static SumRange range(
      String topicId, long snapshot, Map<Integer, Long> from, Map<Integer, Long> to, long sum) {
    return new SumRange("topic", topicId, snapshot, from, to, sum);
  }
}
