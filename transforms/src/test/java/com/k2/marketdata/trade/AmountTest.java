package com.k2.marketdata.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

  @ParameterizedTest
  @CsvSource({
    "28165.47000000, 28165.47",
    "0.00000050, 0.0000005",
    "000042, 42",
    "+5, 5",
    "5., 5",
    ".5, 0.5",
    "1E-7, 0.0000001",
    "1.50e+3, 1500",
    "100E-2, 1",
    "1E+15, 1000000000000000",
    "0.000001E+6, 1",
    "0.0000000000010000000000000000, 0.000000000001",
    "9999999999999999.999999999999, 9999999999999999.999999999999",
    "1234567890123456.123456789012, 1234567890123456.123456789012",
    "1E-000000000000000000000000012, 0.000000000001"
  })
  void parsesExactlyAtTheSmallestScale(String text, String expected) throws Rejection {
    assertThat(Amount.PRICE.parse(text)).isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @NullAndEmptySource
  void missingAmountIsRejected(String text) {
    assertRejected(text, RejectReason.QUANTITY_MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " 1",
        "1 ",
        "1,5",
        "NaN",
        "Infinity",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "0x10",
        "1f",
        "1d",
        "1_000",
        "--1",
        "1e5.5",
        "١٢٣",
        "１",
        "1\u0000",
        "\n",
        "1e5e5"
      })
  void textThatIsNotANumberIsRejected(String text) {
    assertRejected(text, RejectReason.QUANTITY_NOT_A_NUMBER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "0.000", "0E+2000000000", "-1", "-1E+2000000000", "-1E-99"})
  void zeroAndNegativeAmountsAreRejected(String text) {
    assertRejected(text, RejectReason.QUANTITY_NOT_POSITIVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10000000000000000",
        "1E+16",
        "1E+2000000000",
        "1E99999999999999999999999999",
        "10000000000000000.0000000000001"
      })
  void tooManyIntegerDigitsAreRejected(String text) {
    assertRejected(text, RejectReason.QUANTITY_OUT_OF_RANGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0000000000001",
        "1.0000000000001",
        "1E-13",
        "1E-2000000000",
        "1E-99999999999999999999999999"
      })
  void tooManyFractionDigitsAreRejected(String text) {
    assertRejected(text, RejectReason.QUANTITY_SCALE_EXCEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "0.", "0"})
  void millionsOfDigitsAreRejectedWithShortMessage(String beginning) {
    String text = beginning + "9".repeat(5_000_000);
    assertThatThrownBy(() -> Amount.PRICE.parse(text))
        .isInstanceOf(Rejection.class)
        .hasMessageContaining("characters")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
  }

  @Property
  void numbersParseAsBigDecimalParsesThem(@ForAll("numbers") String text) {
    assertParsedAs(new BigDecimal(text), text);
  }

  @Property
  void acceptsTheSameTextsAsBigDecimal(
      @ForAll @StringLength(max = 8) @CharRange(to = 127) String text,
      @ForAll("nearlyNumbers") String nearly) {
    assertSameGrammar(text);
    assertSameGrammar(nearly);
  }

  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<String> sign =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.just("")), Tuple.of(1, Arbitraries.of("-", "+")));
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20);
    Arbitrary<String> fraction = Arbitraries.strings().numeric().ofMaxLength(16).map(d -> "." + d);
    Arbitrary<String> exponent =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.integers().between(-30, 30).map(e -> "E" + e),
            Arbitraries.integers().between(0, 20).map(e -> "e+" + e));
    return Combinators.combine(sign, digits, fraction, exponent).as((s, d, f, e) -> s + d + f + e);
  }

  @Provide
  Arbitrary<String> nearlyNumbers() {
    return Arbitraries.strings().withChars("0123456789.eE+- ").ofMaxLength(9);
  }

  private static void assertSameGrammar(String text) {
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      if (!text.isEmpty() && DecimalText.scan(text) != null) {
        // BigDecimal limits the exponent to an int; DecimalText does not.
        assertThat(text.toLowerCase()).matches("[-+]?[0-9.]+e[-+]?[0-9]{4,}");
      }
      return;
    }
    assertParsedAs(number, text);
  }

  private static void assertParsedAs(BigDecimal number, String text) {
    RejectReason reason = null;
    BigDecimal parsed = null;
    try {
      parsed = Amount.PRICE.parse(text);
    } catch (Rejection rejection) {
      reason = rejection.reason();
    }
    BigDecimal exact = number.stripTrailingZeros();
    if (number.signum() <= 0) {
      assertThat(reason).isEqualTo(RejectReason.PRICE_NOT_POSITIVE);
    } else if ((long) exact.precision() - exact.scale() > 16) {
      assertThat(reason).isEqualTo(RejectReason.PRICE_OUT_OF_RANGE);
    } else if (exact.scale() > 12) {
      assertThat(reason).isEqualTo(RejectReason.PRICE_SCALE_EXCEEDED);
    } else {
      assertThat(parsed).isEqualByComparingTo(number);
      assertThat(parsed.scale()).isEqualTo(Math.max(exact.scale(), 0));
    }
  }

  private static void assertRejected(String text, RejectReason reason) {
    assertThatThrownBy(() -> Amount.QUANTITY.parse(text))
        .isInstanceOfSatisfying(
            Rejection.class, rejection -> assertThat(rejection.reason()).isEqualTo(reason));
  }
}
