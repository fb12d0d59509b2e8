package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How cycles grow after a start, and shrink when they do not fit in memory. */
class CycleSizeTest {
  private static final long BUDGET = 500_000;

  private final CycleSize size = CycleSize.starting();

  @Test
  void firstCycleHasFewOffsetsPerPartition() {
    assertThat(size.next(BUDGET, 1)).isEqualTo(100);
    assertThat(size.next(BUDGET, 3)).isEqualTo(300);
    assertThat(size.next(BUDGET, 1_000)).isEqualTo(2_000);
    assertThat(size.next(64, 3)).isEqualTo(64);
  }

  @Test
  void fullSizeIsReachedAfterTwoSmallCycles() {
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sizes.add(size.next(BUDGET, 3));
      size.fitted(sizes.get(i));
    }
    assertThat(sizes).containsExactly(300L, 15_000L, BUDGET);
  }

  @Test
  void smallerCyclesDoNotTakeBackWhatIsAllowed() {
    size.fitted(15_000);
    size.fitted(2);
    assertThat(size.next(BUDGET, 3)).isEqualTo(BUDGET);
    size.fitted(Long.MAX_VALUE / 2);
    assertThat(size.next(BUDGET, 3)).isEqualTo(BUDGET);
  }

  @Test
  void cycleThatDoesNotFitIsHalvedDownToOneOffset() {
    List<Long> sizes = new ArrayList<>();
    for (long next = size.next(BUDGET, 3); next > 1; next = size.next(BUDGET, 3)) {
      size.didNotFit(next);
      sizes.add(next);
    }
    assertThat(sizes).containsExactly(300L, 150L, 75L, 37L, 18L, 9L, 4L, 2L);
    size.didNotFit(1);
    assertThat(size.next(BUDGET, 3)).isEqualTo(1);
  }

  @Test
  void halfIsTheLimitUntilTheMessagesAreRead() {
    size.fitted(BUDGET);
    size.didNotFit(100_000);

    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sizes.add(size.next(BUDGET, 3));
      size.fitted(sizes.get(i));
    }
    assertThat(sizes).containsExactly(300L, 15_000L, 50_000L, 50_000L, BUDGET);
  }

  @Test
  void knownMessagesNeedNoSmallStart() {
    CycleSize known = CycleSize.ofKnownMessages();
    assertThat(known.next(BUDGET, 3)).isEqualTo(BUDGET);
    assertThat(known.isUnproven()).isFalse();
    known.didNotFit(BUDGET);
    assertThat(known.next(BUDGET, 3)).isEqualTo(300);
    assertThat(known.isUnproven()).isTrue();
  }

  @Test
  void successProvesTheSize() {
    assertThat(size.isUnproven()).isTrue();
    size.fitted(1);
    assertThat(size.isUnproven()).isFalse();
    size.didNotFit(50);
    assertThat(size.isUnproven()).isTrue();
  }

  @Test
  void sizeIsLimitingBelowTheBudgetOnly() {
    size.next(301, 3);
    assertThat(size.isLimiting()).isTrue();
    size.next(300, 3);
    assertThat(size.isLimiting()).isFalse();
  }
}
