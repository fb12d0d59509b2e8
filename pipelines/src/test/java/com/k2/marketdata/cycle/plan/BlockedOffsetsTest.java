package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.testing.LogLines;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Offsets that an open transaction keeps from being read. */
class BlockedOffsetsTest {
  private long now = 1;
  private final BlockedOffsets blocked =
      new BlockedOffsets("trades", Duration.ofSeconds(10), () -> now);

  @Test
  void offsetsAfterTheReadableEndAreBlocked() {
    blocked.update(state(Map.of(0, 5L, 1, 7L, 2, 0L), Map.of(0, 15L, 1, 7L, 2, 1L)));

    assertThat(blocked.total()).isEqualTo(11);
    assertThat(blocked.any().orElseThrow())
        .contains("trades-0 from offset 5 on (10 so far), trades-2 from offset 0 on (1 so far)");
  }

  @Test
  void nothingIsBlockedAtTheEnd() {
    blocked.update(state(Map.of(0, 5L), Map.of(0, 5L)));

    assertThat(blocked.total()).isZero();
    assertThat(blocked.any()).isEmpty();
  }

  @Test
  void partitionIsLateAfterTheLimit() {
    blocked.update(state(Map.of(0, 5L), Map.of(0, 6L)));
    passSeconds(10);
    blocked.update(state(Map.of(0, 5L), Map.of(0, 60L)));
    assertThat(blocked.tooLong()).isEmpty();

    passSeconds(1);

    assertThat(blocked.tooLong().orElseThrow())
        .contains("trades-0 from offset 5 on (55 so far) for more than 10 s");
  }

  @Test
  void movingEndStartsTheTimeAgain() {
    blocked.update(state(Map.of(0, 5L), Map.of(0, 6L)));
    passSeconds(9);
    blocked.update(state(Map.of(0, 6L), Map.of(0, 8L)));
    passSeconds(9);
    assertThat(blocked.tooLong()).isEmpty();

    blocked.update(state(Map.of(0, 8L), Map.of(0, 8L)));
    blocked.update(state(Map.of(0, 8L), Map.of(0, 9L)));
    passSeconds(9);
    assertThat(blocked.tooLong()).isEmpty();
  }

  @Test
  void lateTransactionIsLoggedOnce() {
    try (LogLines log = LogLines.listen()) {
      for (int i = 0; i < 5; i++) {
        blocked.update(state(Map.of(0, 5L), Map.of(0, 6L)));
        passSeconds(6);
      }
      assertThat(log.all()).hasSize(1);
    }
  }

  private void passSeconds(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private static TopicState state(Map<Integer, Long> end, Map<Integer, Long> logEnd) {
    return new TopicState(
        new TopicIdentity("cluster", "trades", "id"),
        new TreeMap<>(),
        new TreeMap<>(end),
        new TreeMap<>(logEnd),
        new TreeMap<>());
  }
}
