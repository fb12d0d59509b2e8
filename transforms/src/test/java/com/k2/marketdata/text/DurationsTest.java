package com.k2.marketdata.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"PT72H,3d", "PT36H,36h", "PT1H30M,90m", "PT61S,61s", "PT1.5S,1500ms", "PT0S,0ms"})
  void durationsAreInTheirLargestWholeUnit(Duration duration, String text) {
    assertThat(Durations.text(duration)).isEqualTo(text);
  }
}
