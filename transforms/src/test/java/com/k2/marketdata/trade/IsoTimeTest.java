package com.k2.marketdata.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2014-11-07T08:19:27.028459Z, 1415348367028459",
    "2014-11-07T08:19:27Z, 1415348367000000",
    "2014-11-07T08:19:27.5Z, 1415348367500000",
    "2014-11-07T08:19:27.02845999999999999999Z, 1415348367028459",
    "2014-11-07T09:19:27.028459+01:00, 1415348367028459",
    "2014-11-07T02:49:27.028459-05:30, 1415348367028459",
    "1970-01-01T00:00:00Z, 0",
    "2024-02-29T23:59:59.999999Z, 1709251199999999",
    "9999-12-31T23:59:59.999999Z, 253402300799999999"
  })
  void timesAreExactAndCutToMicros(String text, long micros) throws Rejection {
    assertThat(IsoTime.micros(text)).isEqualTo(micros);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void timeMissing(String text) {
    assertRejected(text, RejectReason.TIMESTAMP_MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2014-11-07T08:19:27",
        "2014-11-07T08:19:27.",
        "2014-11-07T08:19:27.Z",
        "2014-11-07T08:19:27.5",
        "2014-11-07 08:19:27Z",
        "2014-11-07t08:19:27z",
        "2014-11-07T08:19Z",
        "2014-11-07",
        "20141107T081927Z",
        "2014-13-07T08:19:27Z",
        "2014-02-29T08:19:27Z",
        "2014-11-07T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00+00:01",
        "2014-11-07T08:19:27+0100",
        "2014-11-07T08:19:27+19:00",
        "2014-11-07T08:19:27+01:60",
        "2014-11-07T08:19:27+01:00 ",
        "2014-11-07T08:19:27Z[UTC]",
        "２014-11-07T08:19:27Z",
        "+2014-11-07T08:19:27Z",
        "1415348367.028459",
        "yesterday",
        "Z"
      })
  void otherFormsAreUnparsable(String text) {
    assertRejected(text, RejectReason.TIMESTAMP_UNPARSABLE);
  }

  @Property
  void timesAreThoseOfJavaTime(
      @ForAll @LongRange(min = 86_400, max = 253_000_000_000L) long seconds,
      @ForAll @IntRange(max = 999_999) int micros,
      @ForAll @IntRange(min = -1080, max = 1080) int offsetMinutes)
      throws Rejection {
    OffsetDateTime time =
        Instant.ofEpochSecond(seconds)
            .plus(micros, ChronoUnit.MICROS)
            .atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
    // Its text has no seconds if they are zero.
    String text = time.toString().replaceFirst("T(..:..)(?=[Z+-])", "T$1:00");
    assertThat(IsoTime.micros(text)).isEqualTo(seconds * 1_000_000 + micros);
  }

  private static void assertRejected(String text, RejectReason reason) {
    assertThatThrownBy(() -> IsoTime.micros(text))
        .isInstanceOfSatisfying(
            Rejection.class, rejection -> assertThat(rejection.reason()).isEqualTo(reason));
  }
}
