package com.k2.marketdata.lake.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.testing.Ledgers;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The running sum of bronze's rows in its ledger. */
class RowSumTest {
  private static final String TOPIC_ID = Ledgers.TOPIC_ID;
  private static final TopicIdentity RECREATED = new TopicIdentity("cluster", "topic", "new-id");

  @Test
  void cyclesAddTheirRows() {
    Ledger first = cycle(Ledgers.starting("topic", 2), "c1", 30, Map.of(0, 5L, 1, 7L));
    Ledger second = cycle(first, "c2", 12, Map.of(0, 6L));
    assertThat(second.sums()).isEqualTo(Map.of(TOPIC_ID, sum(42, Map.of(0, 0L, 1, 0L))));
  }

  @Test
  void sumsWrapAround() {
    Ledger first = cycle(Ledgers.starting("topic", 1), "c1", Long.MAX_VALUE, Map.of(0, 5L));
    assertThat(cycle(first, "c2", 1, Map.of(0, 6L)).sums().get(TOPIC_ID).sum())
        .isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void tableOfAnEarlierVersionIsCountedFromItsPosition() {
    Ledger earlier = Ledger.fromJson(Ledgers.at("c1", 5, 7).toJson());
    RowSum sum = cycle(earlier, "c2", 9, Map.of(1, 20L)).sums().get(TOPIC_ID);
    assertThat(sum).isEqualTo(sum(9, Map.of(0, 5L, 1, 7L)));
    assertThat(sum.counts(1, 6)).isFalse();
    assertThat(sum.counts(1, 7)).isTrue();
  }

  @Test
  void laterPartitionIsCountedFromItsBeginning() {
    Ledger first = cycle(Ledgers.at("c0", 5), "c1", 1, Map.of(0, 6L));
    RowSum sum = cycle(first, "c2", 1, Map.of(1, 3L)).sums().get(TOPIC_ID);
    assertThat(sum.from()).isEqualTo(Map.of(0, 5L, 1, 0L));
    assertThat(first.sums().get(TOPIC_ID).counts(1, 0)).isTrue();
  }

  @Test
  void skippedOffsetsDoNotChangeTheSum() {
    Ledger first = cycle(Ledgers.starting("topic", 1), "c1", 30, Map.of(0, 5L));
    Ledger set = first.advancedTo("set", 3, Map.of(0, 900L));
    Ledger after =
        cycle(
            set.withSkipped(new SkippedRange(TOPIC_ID, 0, 5, 900, "lost")),
            "c2",
            1,
            Map.of(0, 901L));
    assertThat(after.sums()).isEqualTo(Map.of(TOPIC_ID, sum(31, Map.of(0, 0L))));
  }

  @Test
  void recreatedTopicHasASumOfItsOwn() {
    Ledger first = cycle(Ledgers.starting("topic", 1), "c1", 30, Map.of(0, 5L));
    Ledger moved = first.inNewTopic(RECREATED, "new", 3, Map.of(0, 2L), "recreated");
    assertThat(moved.sums()).isEqualTo(first.sums());
    Ledger after = cycle(moved, "c2", 4, Map.of(0, 9L));
    assertThat(after.sums())
        .isEqualTo(Map.of(TOPIC_ID, sum(30, Map.of(0, 0L)), "new-id", sum(4, Map.of(0, 2L))));
  }

  @Test
  void sumIsStoredAsSixteenDigits() throws Exception {
    Ledger ledger = cycle(Ledgers.starting("topic", 1), "c1", -2, Map.of(0, 5L));
    JsonNode json = new ObjectMapper().readTree(ledger.toJson());
    assertThat(json.get("sums"))
        .hasToString("{\"topic-id\":{\"from\":{\"0\":0},\"sum\":\"fffffffffffffffe\"}}");
    assertThat(ledger.sums().get(TOPIC_ID).hex()).isEqualTo("fffffffffffffffe");
    assertThat(Ledger.fromJson(ledger.toJson())).isEqualTo(ledger);
    String broken = ledger.toJson().replace("fffffffffffffffe", "no digits");
    assertThatThrownBy(() -> Ledger.fromJson(broken)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ledgerWithoutSumsStoresNone() throws Exception {
    JsonNode json = new ObjectMapper().readTree(Ledgers.at("c1", 5).toJson());
    assertThat(json.has("sums")).isFalse();
    assertThat(json.has("judged")).isFalse();
  }

  private static Ledger cycle(Ledger before, String cycle, long rows, Map<Integer, Long> to) {
    return before.advancedTo(cycle, before.clock() + 1, to).withRowSum(before, rows);
  }

  private static RowSum sum(long sum, Map<Integer, Long> from) {
    return new RowSum(new TreeMap<>(from), sum);
  }
}
