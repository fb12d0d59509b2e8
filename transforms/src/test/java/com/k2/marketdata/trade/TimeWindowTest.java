package com.k2.marketdata.trade;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeWindowTest {
  private static final long KAFKA_MILLIS = 1_600_000_000_000L;
  private static final long KAFKA_MICROS = KAFKA_MILLIS * 1000;
  private static final long DAY = 86_400_000_000L;

  private final TimeWindow window = new TimeWindow(Duration.ofSeconds(5), Duration.ofDays(365));

  @Test
  void limitsAreInclusiveToTheMicrosecond() {
    assertPasses(window, KAFKA_MICROS + 5_000_000, KAFKA_MILLIS);
    assertPasses(window, KAFKA_MICROS - 365 * DAY, KAFKA_MILLIS);
    assertFails(window, KAFKA_MICROS + 5_000_001, KAFKA_MILLIS, RejectReason.TIMESTAMP_IN_FUTURE);
    assertFails(window, KAFKA_MICROS - 365 * DAY - 1, KAFKA_MILLIS, RejectReason.TIMESTAMP_TOO_OLD);
  }

  @Test
  void ageLimitCanBeDisabled() {
    assertPasses(new TimeWindow(Duration.ofSeconds(5), null), 0, Long.MAX_VALUE);
  }

  @Test
  void extremeTimesDoNotOverflow() {
    assertFails(window, Long.MAX_VALUE, 0, RejectReason.TIMESTAMP_IN_FUTURE);
    assertFails(window, 0, Long.MAX_VALUE, RejectReason.TIMESTAMP_TOO_OLD);
    TimeWindow wide =
        new TimeWindow(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE));
    assertPasses(wide, Long.MAX_VALUE, 0);
    assertPasses(wide, 0, Long.MAX_VALUE);
  }

  @Test
  void anyTimePassesWithoutAKafkaTimestamp() {
    assertPasses(window, 0, -1);
    assertPasses(window, Long.MAX_VALUE, -1);
  }

  private static void assertPasses(TimeWindow window, long micros, long kafkaMillis) {
    assertThatCode(() -> window.check(micros, kafkaMillis)).doesNotThrowAnyException();
  }

  private static void assertFails(
      TimeWindow window, long micros, long kafkaMillis, RejectReason reason) {
    assertThatThrownBy(() -> window.check(micros, kafkaMillis))
        .isInstanceOf(Rejection.class)
        .extracting(e -> ((Rejection) e).reason())
        .isEqualTo(reason);
  }
}
