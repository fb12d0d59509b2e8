package com.k2.marketdata.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaMessageTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "1767225600123, 1767225600123000", "9223372036854775, 9223372036854775000"})
  void timestampIsStoredExactly(long millis, long micros) {
    assertThat(message(millis).timestampMillis()).isEqualTo(millis);
    assertThat(message(millis).timestampMicros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {-1, -2, Long.MIN_VALUE, 9223372036854776L, 1767225600123456789L, Long.MAX_VALUE})
  void timestampOutOfRangeIsMissing(long millis) {
    assertThat(message(millis).timestampMillis()).isEqualTo(KafkaMessage.NO_TIMESTAMP);
    assertThat(message(millis).timestampMicros()).isNull();
  }

  private static KafkaMessage message(long millis) {
    return new KafkaMessage("t", "id", 0, 0, millis, 0, Map.of(), null, null);
  }
}
