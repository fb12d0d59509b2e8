package com.k2.marketdata.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoField;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochTimeTest {

  @ParameterizedTest
  @CsvSource({
    "1617666461.465618, 1617666461465618",
    "1762795433.9717445, 1762795433971744",
    "1762795433.9999999999999999, 1762795433999999",
    "1525732119.851, 1525732119851000",
    "1525732119, 1525732119000000",
    "1000000000, 1000000000000000",
    "9999999999.999999, 9999999999999999",
    "00000000000000001617666461.5, 1617666461500000"
  })
  void decimalSecondsAreTruncatedToMicros(String text, long micros) throws Rejection {
    assertThat(EpochTime.microsOfDecimalSeconds(text)).isEqualTo(micros);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void missingDecimalSecondsAreRejected(String text) {
    assertRejected(() -> EpochTime.microsOfDecimalSeconds(text), RejectReason.TIMESTAMP_MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        ".5",
        "5.",
        "-1",
        "+1",
        "1e9",
        "1.5e9",
        " 1",
        "1 ",
        "1.2.3",
        "now",
        "１",
        "1.x",
        "2021-04-05T23:47:41Z",
        "0",
        "0.000001",
        "999999999.999999",
        "10000000000",
        "1617666461465",
        "1617666461465618.5",
        "9223372036855",
        "99999999999999999999999999999999",
        "1.23456789x"
      })
  void unparsableDecimalSecondsAreRejected(String text) {
    assertRejected(() -> EpochTime.microsOfDecimalSeconds(text), RejectReason.TIMESTAMP_UNPARSABLE);
  }

  @Test
  void rejectionOfAnotherUnitNamesTheRange() {
    assertThatThrownBy(() -> EpochTime.microsOfDecimalSeconds("1767225600123.5"))
        .hasMessage(
            "\"1767225600123.5\" is not a time from 2001 to 2286 in seconds since the epoch");
  }

  @Property
  void decimalSecondsMatchInstant(
      @ForAll @LongRange(min = 1_000_000_000L, max = 9_999_999_999L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos,
      @ForAll @NumericChars @StringLength(max = 30) String moreDigits)
      throws Rejection {
    String text = String.format("%d.%09d%s", seconds, nanos, moreDigits);
    Instant instant = Instant.ofEpochSecond(seconds, nanos);
    assertThat(EpochTime.microsOfDecimalSeconds(text))
        .isEqualTo(instant.getEpochSecond() * 1_000_000 + instant.get(ChronoField.MICRO_OF_SECOND));
  }

  @ParameterizedTest
  @CsvSource({
    "1680652799999, 1680652799999000",
    "1000000000000, 1000000000000000",
    "9999999999999, 9999999999999000",
    "1741046401271497, 1741046401271497",
    "1000000000000000, 1000000000000000",
    "9999999999999999, 9999999999999999"
  })
  void lengthOfWholeNumberDeterminesUnit(long time, long micros) throws Rejection {
    assertThat(EpochTime.microsOfMillisOrMicros(time)).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        -1,
        1680652799L,
        999_999_999_999L,
        10_000_000_000_000L,
        999_999_999_999_999L,
        10_000_000_000_000_000L,
        1561939222635379202L,
        -1680652799999L,
        Long.MIN_VALUE,
        Long.MAX_VALUE
      })
  void wholeNumbersOfOtherLengthsAreRejected(long time) {
    assertRejected(() -> EpochTime.microsOfMillisOrMicros(time), RejectReason.TIMESTAMP_UNPARSABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "1680652799999, 1680652799999000",
    "1741046401271497, 1741046401271497",
    "0, ",
    "-1, ",
    "1680652799, ",
    "1561939222635379202, ",
    "9223372036854775807, "
  })
  void timeThatMayLackIsNullInstead(long time, Long micros) {
    assertThat(EpochTime.microsOrNull(time)).isEqualTo(micros);
  }

  @Test
  void missingWholeNumberIsRejected() {
    assertRejected(() -> EpochTime.microsOfMillisOrMicros(null), RejectReason.TIMESTAMP_MISSING);
  }

  private static void assertRejected(ThrowingCallable parse, RejectReason reason) {
    assertThatThrownBy(parse)
        .isInstanceOfSatisfying(
            Rejection.class, rejection -> assertThat(rejection.reason()).isEqualTo(reason));
  }
}
