package com.k2.marketdata.options.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations and sizes in options. */
class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "5m, PT5M",
    "2h, PT2H",
    "365d, PT8760H",
    "0s, PT0S",
    "3M, PT3M",
  })
  void durations(String text, Duration expected) {
    assertThat(Quantities.duration("trigger", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "10 s", "1w", "9999999999999s", "once"})
  void malformedDurationIsNamedWithItsOption(String text) {
    assertThatThrownBy(() -> Quantities.duration("trigger", text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--trigger=" + text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "3k, 3072",
    "64m, 67108864",
    "1g, 1073741824",
    "2G, 2147483648"
  })
  void sizes(String text, long expected) {
    assertThat(Quantities.bytes("maxBytesPerCycle", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1.5g", "64 m", "64mb", "1t", "999999999999999g"})
  void malformedSizeIsNamedWithItsOption(String text) {
    assertThatThrownBy(() -> Quantities.bytes("maxBytesPerCycle", text))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--maxBytesPerCycle=" + text);
  }
}
