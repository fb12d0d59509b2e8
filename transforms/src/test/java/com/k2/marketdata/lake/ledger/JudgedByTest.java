package com.k2.marketdata.lake.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.testing.Ledgers;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rules judged silver's rows, as its ledger records it. */
class JudgedByTest {
  private static final String TOPIC_ID = Ledgers.TOPIC_ID;
  private static final TopicIdentity RECREATED = new TopicIdentity("cluster", "topic", "new-id");

  @Test
  void equalRulesAreRecordedOnce() {
    Ledger first = cycle(Ledgers.starting("topic", 2), "c1", "r1", "1", Map.of(0, 5L));
    Ledger second = cycle(first, "c2", "r1", "1", Map.of(0, 9L, 2, 4L));
    assertThat(second.judged()).containsExactly(entry("r1", "1", Map.of(0, 0L, 1, 0L)));
  }

  @Test
  void changedRulesBeginAtThePosition() {
    Ledger first = cycle(Ledgers.starting("topic", 2), "c1", "r1", "1", Map.of(0, 5L));
    Ledger second = cycle(first, "c2", "r2", "1", Map.of(0, 9L));
    Ledger third = cycle(second, "c3", "r2", "2", Map.of(1, 3L));
    assertThat(third.judged())
        .containsExactly(
            entry("r1", "1", Map.of(0, 0L, 1, 0L)),
            entry("r2", "1", Map.of(0, 5L, 1, 0L)),
            entry("r2", "2", Map.of(0, 9L, 1, 0L)));
    assertThat(rules(third, 0, 4)).isEqualTo("r1 1");
    assertThat(rules(third, 0, 5)).isEqualTo("r2 1");
    assertThat(rules(third, 0, 8)).isEqualTo("r2 1");
    assertThat(rules(third, 0, 9)).isEqualTo("r2 2");
    assertThat(rules(third, 1, 0)).isEqualTo("r2 2");
  }

  @Test
  void rowsOfAnEarlierVersionHaveUnknownRules() {
    Ledger earlier = Ledger.fromJson(Ledgers.at("c1", 5, 7).toJson());
    Ledger after = cycle(earlier, "c2", "r1", "1", Map.of(0, 9L, 2, 3L));
    assertThat(JudgedBy.find(after.judged(), TOPIC_ID, 0, 4)).isEmpty();
    assertThat(rules(after, 0, 5)).isEqualTo("r1 1");
    assertThat(JudgedBy.find(after.judged(), TOPIC_ID, 1, 6)).isEmpty();
    assertThat(JudgedBy.find(after.judged(), "other", 0, 5)).isEmpty();
  }

  @Test
  void laterPartitionIsJudgedByTheRulesOfItsTime() {
    Ledger first = cycle(Ledgers.at("c0", 5), "c1", "r1", "1", Map.of(0, 6L));
    Ledger second = cycle(first, "c2", "r1", "1", Map.of(3, 4L));
    Ledger third = cycle(second, "c3", "r2", "1", Map.of(3, 8L));
    assertThat(rules(third, 3, 0)).isEqualTo("r1 1");
    assertThat(rules(third, 3, 4)).isEqualTo("r2 1");
  }

  @Test
  void rulesThatJudgedNothingAreReplaced() {
    Ledger first = cycle(Ledgers.starting("topic", 1), "c1", "r1", "1", Map.of(0, 5L));
    Ledger idle = cycle(first, "c2", "r2", "1", Map.of());
    assertThat(idle.judged()).hasSize(2);
    assertThat(cycle(idle, "c3", "r3", "1", Map.of(0, 6L)).judged())
        .containsExactly(entry("r1", "1", Map.of(0, 0L)), entry("r3", "1", Map.of(0, 5L)));
    assertThat(cycle(idle, "c3", "r1", "1", Map.of(0, 6L)).judged())
        .containsExactly(entry("r1", "1", Map.of(0, 0L)));
  }

  @Test
  void recreatedTopicHasEntriesOfItsOwn() {
    Ledger first = cycle(Ledgers.starting("topic", 1), "c1", "r1", "1", Map.of(0, 5L));
    Ledger moved = first.inNewTopic(RECREATED, "new", 3, Map.of(0, 0L), "recreated");
    Ledger after = cycle(moved, "c2", "r1", "1", Map.of(0, 2L));
    assertThat(after.judged())
        .containsExactly(
            entry("r1", "1", Map.of(0, 0L)),
            new JudgedBy("new-id", new TreeMap<>(Map.of(0, 0L)), "r1", "1"));
    assertThat(rules(after, 0, 3)).isEqualTo("r1 1");
  }

  /** A symbol list may change every day, and every snapshot has the whole ledger. */
  @ParameterizedTest
  @CsvSource({"1, 227", "16, 85", "1000, 2"})
  void oldestOfManyEntriesAreDropped(int partitions, int kept) {
    Ledger ledger = Ledgers.starting("topic", partitions);
    int cycles = kept + 20;
    for (int cycle = 0; cycle < cycles; cycle++) {
      Map<Integer, Long> to = new TreeMap<>();
      for (int partition = 0; partition < partitions; partition++) {
        to.put(partition, ledger.next(partition) + 1_000_000 + 7L * cycle);
      }
      ledger = cycle(ledger, "c" + cycle, "r" + cycle, "1", to);
    }
    assertThat(ledger.judged()).hasSize(kept);
    assertThat(JudgedBy.find(ledger.judged(), TOPIC_ID, 0, 0)).isEmpty();
    JudgedBy oldest = ledger.judged().get(0);
    assertThat(oldest.rules()).isEqualTo("r20");
    assertThat(rules(ledger, 0, oldest.from().get(0))).isEqualTo("r20 1");
    assertThat(rules(ledger, 0, ledger.next(0) - 1)).isEqualTo("r" + (cycles - 1) + " 1");
  }

  @Test
  void deadLettersDoNotRepeatSilversEntries() {
    Ledger silver = cycle(Ledgers.starting("topic", 1), "c1", "r1", "1", Map.of(0, 5L));
    assertThat(silver.forDeadLetters().judged()).isEmpty();
  }

  private static String rules(Ledger ledger, int partition, long offset) {
    return JudgedBy.find(ledger.judged(), TOPIC_ID, partition, offset)
        .map(entry -> entry.rules() + " " + entry.version())
        .orElseThrow();
  }

  private static Ledger cycle(
      Ledger before, String cycle, String rules, String version, Map<Integer, Long> to) {
    return before.advancedTo(cycle, before.clock() + 1, to).withRules(before, rules, version);
  }

  private static JudgedBy entry(String rules, String version, Map<Integer, Long> from) {
    return new JudgedBy(TOPIC_ID, new TreeMap<>(from), rules, version);
  }
}
