package com.k2.marketdata.cycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** I7: missing records between the tables and Kafka are an error that names the repair. */
class I7HoleCheckTest {
  private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "trades", "id");
  private static final HoleCheck NO_QUERY =
      new HoleCheck(
          (topic, reads) -> {
            throw new AssertionError("Kafka was queried about " + reads);
          });

  @Test
  void positionsWithinTheLogAreNotAHole() {
    passes(ledger(Map.of(0, 10L, 1, 20L)), Map.of(0, 10L, 1, 0L), Map.of(0, 10L, 1, 30L));
  }

  @Test
  void newPartitionFromZeroIsNotAHole() {
    passes(ledger(Map.of(0, 10L)), Map.of(0, 0L, 1, 0L), Map.of(0, 10L, 1, 5L));
  }

  @Test
  void newPartitionFromAboveZeroIsAHole() {
    fails(
        "partition 1 begins at 3, but the position is 0: offsets 0 to 2 were deleted",
        Map.of(0, 0L, 1, 3L),
        Map.of(0, 10L, 1, 5L),
        ledger(Map.of(0, 10L)));
  }

  @Test
  void logStartAboveThePositionIsAHole() {
    fails(
        "partition 0 begins at 11, but the position is 10: offsets 10 to 10 were deleted",
        Map.of(0, 11L),
        Map.of(0, 30L),
        ledger(Map.of(0, 10L)));
  }

  @Test
  void emptyLogAboveThePositionIsAHole() {
    fails("offsets 10 to 29", Map.of(0, 30L), Map.of(0, 30L), ledger(Map.of(0, 10L)));
  }

  @Test
  void positionAboveTheEndIsAHole() {
    fails(
        "partition 0 ends at 9, but the position is 10: Kafka has lost records and will reuse their"
            + " offsets; wait until the partition ends at or above the position and follow \"Lost"
            + " records\"",
        Map.of(0, 0L),
        Map.of(0, 9L),
        ledger(Map.of(0, 10L)));
  }

  @Test
  void missingPartitionIsAHole() {
    fails("partition 1 is gone", Map.of(0, 0L), Map.of(0, 10L), ledger(Map.of(0, 10L, 1, 0L)));
  }

  @Test
  void allHolesAreReportedTogether() {
    assertThatThrownBy(
            () ->
                NO_QUERY.require(
                    List.of(ledger(Map.of(0, 10L, 1, 10L, 2, 0L))),
                    state(Map.of(0, 11L, 1, 0L), Map.of(0, 12L, 1, 9L))))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("partition 0 begins at 11")
        .hasMessageContaining("partition 1 ends at 9")
        .hasMessageContaining("partition 2 is gone");
  }

  @Test
  void tablesMayHaveDifferentPositions() {
    assertThatCode(
            () ->
                NO_QUERY.require(
                    List.of(ledger(Map.of(0, 20L)), ledger(Map.of(0, 10L))),
                    state(Map.of(0, 10L), Map.of(0, 20L))))
        .doesNotThrowAnyException();
  }

  @Test
  void lowestPositionMustStillBeInKafka() {
    fails(
        "offsets 10 to 14",
        Map.of(0, 15L),
        Map.of(0, 20L),
        ledger(Map.of(0, 20L)),
        ledger(Map.of(0, 10L)));
  }

  @Test
  void highestPositionMustNotExceedTheEnd() {
    fails(
        "partition 0 ends at 15, but the position is 20",
        Map.of(0, 0L),
        Map.of(0, 15L),
        ledger(Map.of(0, 20L)),
        ledger(Map.of(0, 10L)));
  }

  @Test
  void anotherClusterIsAHole() {
    fails(
        "is on cluster cluster, but the tables' position is of cluster elsewhere",
        Map.of(0, 0L),
        Map.of(0, 10L),
        ledger(new TopicIdentity("elsewhere", "trades", "id"), Map.of(0, 0L)));
  }

  @Test
  void recreatedTopicIsAHoleForAnyTable() {
    fails(
        "was deleted and recreated",
        Map.of(0, 0L),
        Map.of(0, 10L),
        ledger(Map.of(0, 0L)),
        ledger(new TopicIdentity("cluster", "trades", "former"), Map.of(0, 0L)));
  }

  @Test
  void positionWithoutATopicIdIsAHole() {
    fails(
        "was read from a broker without topic ids",
        Map.of(0, 0L),
        Map.of(0, 10L),
        ledger(new TopicIdentity("cluster", "trades", TopicIdentity.NO_ID), Map.of(0, 0L)));
  }

  private static void passes(Ledger ledger, Map<Integer, Long> start, Map<Integer, Long> end) {
    assertThatCode(() -> NO_QUERY.require(List.of(ledger), state(start, end)))
        .doesNotThrowAnyException();
  }

  private static void fails(
      String message, Map<Integer, Long> start, Map<Integer, Long> end, Ledger... ledgers) {
    assertThatThrownBy(() -> NO_QUERY.require(List.of(ledgers), state(start, end)))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("k2 ledger set");
  }

  private static Ledger ledger(Map<Integer, Long> next) {
    return ledger(TOPIC, next);
  }

  private static Ledger ledger(TopicIdentity topic, Map<Integer, Long> next) {
    return Ledger.starting(topic, "cycle", 1, next);
  }

  private static TopicState state(Map<Integer, Long> start, Map<Integer, Long> end) {
    return new TopicState(
        TOPIC, new TreeMap<>(start), new TreeMap<>(end), new TreeMap<>(end), new TreeMap<>());
  }
}
