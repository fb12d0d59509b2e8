package com.k2.marketdata.serialized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class SerializedOnceTest {

  @Test
  void laterChangesAreNotSeen() {
    ArrayList<String> value = new ArrayList<>(List.of("a", "b"));
    SerializedOnce<ArrayList<String>> once = SerializedOnce.of(value);
    value.add("c");
    assertThat(SerializableUtils.clone(once).get()).containsExactly("a", "b");
  }

  @Test
  void readersOfAJvmShareOneObject() {
    SerializedOnce<ArrayList<String>> value = SerializedOnce.of(new ArrayList<>(List.of("a")));
    assertThat(SerializableUtils.clone(value).get())
        .isSameAs(SerializableUtils.clone(value).get())
        .isSameAs(value.get());
  }

  @Test
  void equalValuesAreNotShared() {
    assertThat(SerializedOnce.of(new ArrayList<>()).get())
        .isNotSameAs(SerializedOnce.of(new ArrayList<>()).get());
  }

  @Test
  void valueIsSerializedOnce() {
    Counted value = new Counted();
    SerializedOnce<Counted> once = SerializedOnce.of(value);
    for (int i = 0; i < 10; i++) {
      SerializableUtils.serializeToByteArray(once);
    }
    assertThat(value.serialized).hasValue(1);
  }

  @Test
  void similarTextsAreCompressed() {
    ArrayList<String> symbols = new ArrayList<>();
    IntStream.range(0, 5_000).mapToObj(i -> "COIN" + i + "USDT").forEach(symbols::add);
    assertThat(SerializableUtils.serializeToByteArray(SerializedOnce.of(symbols)))
        .hasSizeLessThan(SerializableUtils.serializeToByteArray(symbols).length / 2);
  }

  @Test
  void valueIsReadAgainAfterManyOthers() {
    SerializedOnce<ArrayList<String>> value = SerializedOnce.of(new ArrayList<>(List.of("a")));
    ArrayList<String> first = value.get();
    for (int i = 0; i < 200; i++) {
      SerializedOnce.of(new ArrayList<>(List.of("other"))).get();
    }
    assertThat(value.get()).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void unserializableValueIsRefusedAtOnce() {
    assertThatThrownBy(() -> SerializedOnce.of(new ArrayList<>(List.of(new Object()))))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(NotSerializableException.class)
        .hasMessageContaining("for tasks");
  }

  /** Counts how often it is serialized. */
  private static final class Counted implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient AtomicInteger serialized = new AtomicInteger();

    private void writeObject(ObjectOutputStream out) throws IOException {
      serialized.incrementAndGet();
      out.defaultWriteObject();
    }
  }
}
