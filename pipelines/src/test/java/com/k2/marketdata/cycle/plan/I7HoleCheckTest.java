package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;
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
    passes(state(Map.of(0, 10L, 1, 0L), Map.of(0, 10L, 1, 30L)), ledger(Map.of(0, 10L, 1, 20L)));
  }

  @Test
  void newPartitionFromZeroIsNotAHole() {
    passes(state(Map.of(0, 0L, 1, 0L), Map.of(0, 10L, 1, 5L)), at(10));
  }

  @Test
  void newPartitionFromAboveZeroIsAHole() {
    fails(
        "partition 1 begins at 3, but the position is 0: offsets 0 to 2 were deleted",
        state(Map.of(0, 0L, 1, 3L), Map.of(0, 10L, 1, 5L)),
        at(10));
  }

  @Test
  void logStartAboveThePositionIsAHole() {
    fails(
        "partition 0 begins at 11, but the position is 10: offsets 10 to 10 were deleted",
        log(11, 30),
        at(10));
  }

  @Test
  void emptyLogAboveThePositionIsAHole() {
    fails("offsets 10 to 29", log(30, 30), at(10));
  }

  @Test
  void positionAboveTheEndIsAHole() {
    fails(
        "partition 0 ends at 9, but the position is 10: Kafka has lost records and will reuse their"
            + " offsets; wait until the partition ends at or above the position and follow \"Lost"
            + " records\"",
        log(0, 9),
        at(10));
  }

  @Test
  void anEndReadBeforeTheTablesIsReadAgain() {
    TopicState now = log(0, 10);

    assertThat(NO_QUERY.require(List.of(at(10)), log(0, 9), () -> now)).isSameAs(now);
    assertThatThrownBy(() -> NO_QUERY.require(List.of(at(10)), log(0, 9), () -> log(0, 9)))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("partition 0 ends at 9");
  }

  @Test
  void anEndAtThePositionIsReadOnce() {
    TopicState before = log(0, 10);

    assertThat(
            NO_QUERY.require(
                List.of(at(10)),
                before,
                () -> {
                  throw new AssertionError("Kafka was queried again");
                }))
        .isSameAs(before);
  }

  @Test
  void missingPartitionIsAHole() {
    fails("partition 1 is gone", log(0, 10), ledger(Map.of(0, 10L, 1, 0L)));
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
    passes(log(10, 20), at(20), at(10));
  }

  @Test
  void lowestPositionMustStillBeInKafka() {
    fails("offsets 10 to 14", log(15, 20), at(20), at(10));
  }

  @Test
  void highestPositionMustNotExceedTheEnd() {
    fails("partition 0 ends at 15, but the position is 20", log(0, 15), at(20), at(10));
  }

  @Test
  void anotherClusterIsAHole() {
    fails(
        "is on cluster cluster, but the tables' position is of cluster elsewhere",
        log(0, 10),
        at(new TopicIdentity("elsewhere", "trades", "id"), 0));
  }

  @Test
  void recreatedTopicIsAHoleForAnyTable() {
    fails(
        "was deleted and recreated",
        log(0, 10),
        at(0),
        at(new TopicIdentity("cluster", "trades", "former"), 0));
  }

  @Test
  void positionWithoutATopicIdIsAHole() {
    fails(
        "was read from a broker without topic ids",
        log(0, 10),
        at(new TopicIdentity("cluster", "trades", TopicIdentity.NO_ID), 0));
  }

  private static void passes(TopicState state, Ledger... ledgers) {
    assertThatCode(() -> NO_QUERY.require(List.of(ledgers), state)).doesNotThrowAnyException();
  }

  private static void fails(String message, TopicState state, Ledger... ledgers) {
    assertThatThrownBy(() -> NO_QUERY.require(List.of(ledgers), state))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("k2 ledger set");
  }

  /** A table's position in partition 0. */
  private static Ledger at(long next) {
    return at(TOPIC, next);
  }

  private static Ledger at(TopicIdentity topic, long next) {
    return Ledger.starting(topic, "cycle", 1, Map.of(0, next));
  }

  private static Ledger ledger(Map<Integer, Long> next) {
    return Ledger.starting(TOPIC, "cycle", 1, next);
  }

  /** A topic that has only partition 0, with the offsets from {@code start} to {@code end}. */
  private static TopicState log(long start, long end) {
    return state(Map.of(0, start), Map.of(0, end));
  }

  private static TopicState state(Map<Integer, Long> start, Map<Integer, Long> end) {
    return new TopicState(
        TOPIC, new TreeMap<>(start), new TreeMap<>(end), new TreeMap<>(end), new TreeMap<>());
  }
}
