package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.kafka.TruncationCheck;
import com.k2.marketdata.kafka.TruncationCheck.Parting;
import com.k2.marketdata.kafka.TruncationCheck.Read;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** I7: a log that lost offsets that were read is a hole; Kafka is queried only if necessary. */
class I7TruncationCheckTest {
  private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "trades", "id");

  private final FakeLineage lineage = new FakeLineage();
  private final HoleCheck check = new HoleCheck(lineage);

  @Test
  void sameEpochNeedsNoQuery() {
    check.require(List.of(ledger(10, 3)), state(30, 3));
    assertThat(lineage.queried).isEmpty();
  }

  @Test
  void unknownEpochNeedsNoQuery() {
    check.require(List.of(ledger(10, 3)), state(30, null));
    check.require(List.of(ledger(10, null)), state(30, 3));
    assertThat(lineage.queried).isEmpty();
  }

  @Test
  void newEpochIsQueriedOncePerPosition() {
    List<Ledger> both = List.of(ledger(10, 3), ledger(10, 3));
    check.require(both, state(30, 4));
    check.require(both, state(40, 4));
    assertThat(lineage.queried).containsExactly(new Read(0, 10, 3));
    check.require(both, state(40, 5));
    assertThat(lineage.queried).containsExactly(new Read(0, 10, 3), new Read(0, 10, 3));
  }

  @Test
  void everyDifferentPositionIsQueried() {
    check.require(List.of(ledger(20, 4), ledger(10, 3)), state(30, 5));
    assertThat(lineage.queried).containsExactly(new Read(0, 20, 4), new Read(0, 10, 3));
  }

  @Test
  void positionThatMovedBackIsQueriedAgain() {
    check.require(List.of(ledger(20, 4)), state(30, 5));
    check.require(List.of(ledger(10, 3)), state(30, 5));
    assertThat(lineage.queried).contains(new Read(0, 10, 3));
  }

  @Test
  void truncatedLogStaysAHole() {
    lineage.parted = OptionalLong.of(7);
    for (long end = 10; end < 1000; end += 300) {
      TopicState state = state(end, 4);
      assertThatThrownBy(() -> check.require(List.of(ledger(10, 3)), state))
          .isInstanceOf(HoleException.class)
          .hasMessageContaining("partition 0 lost records")
          .hasMessageContaining("has other messages from offset 7 on")
          .hasMessageContaining("the position is 10: those at 7 to 9 would never be read")
          .hasMessageContaining("--next=10")
          .hasMessageContaining("k2 ledger set");
    }
  }

  @Test
  void logWithoutTheEpochIsAHole() {
    lineage.parted = OptionalLong.empty();
    lineage.parts = true;
    assertThatThrownBy(() -> check.require(List.of(ledger(10, 9)), state(30, 4)))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("partition 0 has no epoch 9")
        .hasMessageContaining("--next=10");
  }

  @Test
  void logEndBelowThePositionNeedsNoQuery() {
    assertThatThrownBy(() -> check.require(List.of(ledger(10, 3)), state(9, 4)))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("partition 0 ends at 9");
    assertThat(lineage.queried).isEmpty();
  }

  @Test
  void failedQueryIsRepeated() {
    lineage.answers = false;
    assertThatThrownBy(() -> check.require(List.of(ledger(10, 3)), state(30, 4)))
        .isInstanceOf(SystemFaultException.class);
    lineage.answers = true;
    check.require(List.of(ledger(10, 3)), state(30, 4));
    assertThat(lineage.queried).hasSize(1);
  }

  private static Ledger ledger(long next, Integer epoch) {
    return Ledger.starting(TOPIC, "cycle", 1, Map.of(0, next))
        .withEpochs(epoch == null ? Map.of() : Map.of(0, epoch));
  }

  private static TopicState state(long end, Integer epoch) {
    TreeMap<Integer, Integer> epochs = new TreeMap<>();
    if (epoch != null) {
      epochs.put(0, epoch);
    }
    return new TopicState(
        TOPIC,
        new TreeMap<>(Map.of(0, 0L)),
        new TreeMap<>(Map.of(0, end)),
        new TreeMap<>(Map.of(0, end)),
        epochs);
  }

  private static final class FakeLineage implements TruncationCheck {
    private final List<Read> queried = new ArrayList<>();
    private OptionalLong parted = OptionalLong.empty();
    private boolean parts;
    private boolean answers = true;

    @Override
    public List<Parting> partings(String topic, Collection<Read> reads) {
      if (!answers) {
        throw new SystemFaultException("no answer");
      }
      queried.addAll(reads);
      return parts || parted.isPresent()
          ? reads.stream().map(read -> new Parting(read, parted)).toList()
          : List.of();
    }
  }
}
