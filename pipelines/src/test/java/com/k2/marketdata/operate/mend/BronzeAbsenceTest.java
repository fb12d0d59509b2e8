package com.k2.marketdata.operate.mend;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Bronze has rows at 10 to 14, its position is 20, and Kafka has no message at 30. */
class BronzeAbsenceTest {
  private static final Ledger LEDGER =
      Ledger.starting(new TopicIdentity("cluster", "topic", "id"), "c0", 1, Map.of(0, 10L))
          .advancedTo("c1", 2, Map.of(0, 20L));
  private static final TableOffsets ROWS =
      new TableOffsets(
          5,
          new TreeMap<>(Map.of("id", new TreeMap<>(Map.of(0, Offsets.range(10, 15))))),
          new TreeMap<>());
  private static final Offsets ALL = Offsets.range(0, 40);

  @Test
  void claimedOffsetsWithoutRowHaveNoMessage() {
    assertThat(absent(LEDGER, true)).isEqualTo(Offsets.range(15, 20).plus(Offsets.range(30, 31)));
  }

  @Test
  void skippedOffsetsMayHaveMessages() {
    Ledger ledger = LEDGER.withSkipped(SkippedRange.withoutRow("id", 0, 15, 18, "set by hand"));

    assertThat(absent(ledger, true)).isEqualTo(Offsets.range(18, 20).plus(Offsets.range(30, 31)));
  }

  @Test
  void bronzeWithLostRowsProvesNothing() {
    assertThat(absent(LEDGER, false)).isEqualTo(Offsets.range(30, 31));
  }

  private static Offsets absent(Ledger ledger, boolean complete) {
    Absence kafka = (partition, offsets) -> offsets.and(Offsets.range(30, 31));
    return new BronzeAbsence(ledger, ROWS, complete, kafka).among(0, ALL);
  }
}
