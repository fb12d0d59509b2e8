package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** I7: skipped ranges are recorded in every table that skipped them. */
class InheritedSkipsTest {
  private static final Ledger SILVER =
      Ledger.starting(new TopicIdentity("cluster", "trades", "id"), "s", 1, Map.of(0, 0L, 1, 0L));
  private static final Ledger BRONZE =
      SILVER
          .withSkipped(new SkippedRange("older", 0, 0, 50, "another topic"))
          .withSkipped(new SkippedRange("id", 0, 100, 200, "retention"));

  @Test
  void silverInheritsSkipsInTheRangeItReads() {
    assertThat(inherited(SILVER, new OffsetRange(0, 0, 300)).skipped())
        .containsExactly(new SkippedRange("id", 0, 100, 200, "retention"));
  }

  @Test
  void otherPartitionsAndRangesAreNotInherited() {
    assertThat(inherited(SILVER, new OffsetRange(1, 0, 300))).isEqualTo(SILVER);
    assertThat(inherited(SILVER, new OffsetRange(0, 0, 100))).isEqualTo(SILVER);
    assertThat(inherited(SILVER, new OffsetRange(0, 200, 300))).isEqualTo(SILVER);
  }

  @Test
  void partsFromSeveralCyclesBecomeOneRange() {
    Ledger first = inherited(SILVER, new OffsetRange(0, 0, 150));
    assertThat(first.skipped()).containsExactly(new SkippedRange("id", 0, 100, 150, "retention"));
    assertThat(inherited(first, new OffsetRange(0, 150, 300)).skipped())
        .containsExactly(new SkippedRange("id", 0, 100, 200, "retention"));
  }

  @Test
  void keptPositionIsInheritedOnce() {
    SkippedRange kept = new SkippedRange("id", 0, 300, 300, "lost records");
    Ledger bronze = BRONZE.withSkipped(kept);
    assertThat(InheritedSkips.inherited(SILVER, bronze, List.of(new OffsetRange(0, 250, 300))))
        .isEqualTo(SILVER);
    Ledger on = InheritedSkips.inherited(SILVER, bronze, List.of(new OffsetRange(0, 300, 310)));
    assertThat(on.skipped()).containsExactly(kept);
    assertThat(InheritedSkips.inherited(on, bronze, List.of(new OffsetRange(0, 300, 320))))
        .isEqualTo(on);
  }

  private static Ledger inherited(Ledger silver, OffsetRange range) {
    return InheritedSkips.inherited(silver, BRONZE, List.of(range));
  }
}
