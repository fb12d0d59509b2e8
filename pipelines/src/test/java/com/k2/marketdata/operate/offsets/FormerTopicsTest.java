package com.k2.marketdata.operate.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FormerTopicsTest {
  private static final FormerTopics FORMER = new FormerTopics("new");
  private static final TableOffsets BRONZE =
      table(Map.of("old", Offsets.range(0, 10), "new", Offsets.range(0, 3)));

  @Test
  void endsAreThoseOfFormerRows() {
    assertThat(FORMER.ends(BRONZE, "why"))
        .containsExactly(new SkippedRange("old", 0, 10, 10, "why"));
  }

  @Test
  void processedMessagesAreAccepted() {
    assertThatCode(() -> require(table(Map.of("old", Offsets.range(0, 10)))))
        .doesNotThrowAnyException();
  }

  @Test
  void messagesThatSilverNeverProcessedAreRefused() {
    assertThatThrownBy(() -> require(table(Map.of("old", Offsets.range(0, 7)))))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("offsets 7 to 9 of partition 0");
  }

  @Test
  void skippedMessagesAreAccepted() {
    Ledger ledger =
        Ledger.starting(new TopicIdentity("cluster", "topic", "new"), "c", 1, Map.of())
            .withSkipped(new SkippedRange("old", 0, 7, 10, "odd"));

    assertThatCode(() -> require(table(Map.of("old", Offsets.range(0, 7))), ledger))
        .doesNotThrowAnyException();
  }

  @Test
  void rowsThatBronzeCannotShowCompleteAreRefused() {
    TableOffsets bronze = table(Map.of("new", Offsets.range(0, 3)));
    TableOffsets silver = table(Map.of("old", Offsets.range(0, 10)));

    assertThatThrownBy(() -> FORMER.requireProcessed(bronze, silver, List.of(), "silver"))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("bronze has no rows of the former ids");
    TableOffsets outcomes = silver.with(bronze, TableOffsets.NONE);
    assertThatCode(() -> FORMER.requireProcessed(bronze, outcomes, List.of(), "silver"))
        .doesNotThrowAnyException();
  }

  private static void require(TableOffsets silver, Ledger... ledgers) {
    FORMER.requireProcessed(BRONZE, silver, List.of(ledgers), "silver");
  }

  private static TableOffsets table(Map<String, Offsets> byTopicId) {
    SortedMap<String, SortedMap<Integer, Offsets>> all = new TreeMap<>();
    byTopicId.forEach((id, offsets) -> all.put(id, new TreeMap<>(Map.of(0, offsets))));
    return new TableOffsets(0, all, new TreeMap<>());
  }
}
