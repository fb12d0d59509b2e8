package com.k2.marketdata.lake.write.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Texts as the bytes that Parquet stores. */
class InternedTextTest {

  @Property
  void anyTextIsEncodedAsUtf8(@ForAll String text) {
    String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    InternedText texts = new InternedText();
    for (int again = 0; again < 2; again++) {
      assertThat(texts.of(valid).toStringUsingUTF8()).isEqualTo(valid);
      assertThat(texts.of(valid).length()).isEqualTo(valid.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Example
  void aRepeatedTextIsEncodedOnce() {
    InternedText texts = new InternedText();
    assertThat((Object) texts.of("BTCUSDT")).isSameAs(texts.of(new String("BTCUSDT")));
  }

  @Example
  void textsBeyondTheLimitAreCorrect() {
    InternedText texts = new InternedText();
    for (int i = 0; i < 20_000; i++) {
      assertThat(texts.of("s" + i).toStringUsingUTF8()).isEqualTo("s" + i);
    }
    assertThat((Object) texts.of("s19999")).isNotSameAs(texts.of("s19999"));
    assertThat((Object) texts.of("s0")).isSameAs(texts.of("s0"));
  }
}
