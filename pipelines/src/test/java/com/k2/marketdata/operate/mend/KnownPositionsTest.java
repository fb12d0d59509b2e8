package com.k2.marketdata.operate.mend;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.operate.offsets.Offsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KnownPositionsTest {
  private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "topic", "id");
  private static final TopicState KAFKA =
      new TopicState(
          TOPIC,
          new TreeMap<>(Map.of(0, 40L, 1, 50L)),
          new TreeMap<>(Map.of(0, 90L, 1, 90L)),
          new TreeMap<>(Map.of(0, 90L, 1, 90L)),
          new TreeMap<>());
  private static final Ledger OTHER =
      Ledger.starting(TOPIC, "c0", 1, Map.of(0, 20L)).advancedTo("c1", 2, Map.of(0, 60L));

  @Test
  void partitionBeginsWhereAnotherTableBegan() {
    assertThat(known(OTHER).first(0, Offsets.range(30, 60))).isEqualTo(20);
    assertThat(known(OTHER).first(0, Offsets.range(10, 60))).isEqualTo(10);
  }

  @Test
  void partitionThatNoOtherTableHasBeginsAtZero() {
    assertThat(known(OTHER).first(1, Offsets.range(55, 60))).isZero();
    assertThat(known(OTHER).first(1, Offsets.NONE)).isZero();
  }

  @Test
  void withoutOtherTablesTheLowestRowIsTheFirst() {
    assertThat(known().first(1, Offsets.range(55, 60))).isEqualTo(55);
    assertThat(known().first(1, Offsets.NONE)).isEqualTo(50);
  }

  @Test
  void rowsMissingInAnotherTableAreNotSkipped() {
    Ledger ledger =
        OTHER
            .withSkipped(new SkippedRange("id", 0, 20, 22, "odd"))
            .withSkipped(SkippedRange.withoutRow("id", 0, 30, 35, "set by hand"))
            .withSkipped(new SkippedRange("former", 0, 40, 45, "odd"));

    assertThat(known(ledger).skipped(0)).isEqualTo(Offsets.range(20, 22));
    assertThat(KnownPositions.skipped(ledger, 0))
        .isEqualTo(Offsets.range(20, 22).plus(Offsets.range(30, 35)));
  }

  private static KnownPositions known(Ledger... ledgers) {
    return new KnownPositions(List.of(ledgers), KAFKA);
  }
}
