package com.k2.marketdata.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  private static final Pattern UNSAFE =
      Pattern.compile(
          "[\\p{Cc}\\p{Zl}\\p{Zp}\\x{61c}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}"
              + "\\x{2066}-\\x{2069}]");

  @Test
  void plainTextIsUnchanged() {
    String text = "币安人生USDT 27123.01 \"é\" \\n 😀";
    assertThat(Printable.line(text)).isSameAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, \\u0000",
    "7, \\u0007",
    "9, \\t",
    "10, \\n",
    "13, \\r",
    "27, \\u001b",
    "127, \\u007f",
    "155, \\u009b",
    "1564, \\u061c",
    "8206, \\u200e",
    "8232, \\u2028",
    "8238, \\u202e",
    "8297, \\u2069",
    "55357, \\ud83d",
    "56832, \\ude00"
  })
  void unsafeCharactersAreEscaped(int character, String escaped) {
    assertThat(Printable.line("a" + (char) character + "b")).isEqualTo("a" + escaped + "b");
  }

  @Test
  void linesKeepLineFeedsAndTabsOnly() {
    assertThat(Printable.lines("a\n\tb\r\n\u001b[2J")).isEqualTo("a\n\tb\\r\n\\u001b[2J");
  }

  @Property
  void noTextCanControlATerminal(@ForAll String text) {
    String line = Printable.line(text);

    assertThat(UNSAFE.matcher(line).find()).isFalse();
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
    assertThat(Printable.line(line)).isEqualTo(line);
  }
}
