package com.k2.marketdata.lake.write.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.trade.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;

/** Amounts as the bytes that Parquet stores. */
class DecimalBytesTest {

  @Property
  void theBytesAreTheUnscaledValue(
      @ForAll @BigRange(min = "-9999999999999999999999999999", max = "9999999999999999999999999999")
          BigInteger unscaled,
      @ForAll @IntRange(max = 27) int fewerDigits) {
    BigInteger value = unscaled.divide(BigInteger.TEN.pow(fewerDigits));
    assertSame(new BigDecimal(value, Amount.SCALE));
    assertSame(new BigDecimal(value, Amount.SCALE).stripTrailingZeros());
  }

  @Example
  void amountsAroundTheLimitsOfALong() {
    for (String edge :
        new String[] {
          "0", "999999.999999999999", "1000000", "9223372.036854775807", "9223372.036854775808"
        }) {
      assertSame(new BigDecimal(edge));
      assertSame(new BigDecimal(edge).negate());
    }
  }

  @Example
  void anAmountIsNeverRounded() {
    assertThatThrownBy(() -> DecimalBytes.of(new BigDecimal("0.0000000000001")))
        .isInstanceOf(ArithmeticException.class);
  }

  private static void assertSame(BigDecimal amount) {
    byte[] bytes = DecimalBytes.of(amount).getBytes();
    assertThat(bytes).hasSize(12);
    assertThat(new BigDecimal(new BigInteger(bytes), Amount.SCALE)).isEqualByComparingTo(amount);
  }
}
