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
  void laterChangesAreNotSeenByTasks() {
    ArrayList<String> value = new ArrayList<>(List.of("a", "b"));
    SerializedOnce<ArrayList<String>> holder = SerializedOnce.of(value);
    value.add("c");
    assertThat(SerializableUtils.clone(holder).get()).containsExactly("a", "b");
  }

  @Test
  void isOneObjectPerJvm() {
    SerializedOnce<ArrayList<String>> holder = SerializedOnce.of(new ArrayList<>(List.of("a")));
    assertThat(SerializableUtils.clone(holder).get())
        .isSameAs(SerializableUtils.clone(holder).get())
        .isSameAs(holder.get());
  }

  @Test
  void equalValuesAreNotShared() {
    assertThat(SerializedOnce.of(new ArrayList<>()).get())
        .isNotSameAs(SerializedOnce.of(new ArrayList<>()).get());
  }

  @Test
  void serializingHolderDoesNotSerializeValueAgain() {
    Counted value = new Counted();
    SerializedOnce<Counted> holder = SerializedOnce.of(value);
    for (int i = 0; i < 10; i++) {
      SerializableUtils.serializeToByteArray(holder);
    }
    assertThat(value.timesSerialized).hasValue(1);
  }

  @Test
  void similarTextsAreCompressed() {
    ArrayList<String> symbols = new ArrayList<>();
    IntStream.range(0, 5_000).mapToObj(i -> "COIN" + i + "USDT").forEach(symbols::add);
    assertThat(SerializableUtils.serializeToByteArray(SerializedOnce.of(symbols)))
        .hasSizeLessThan(SerializableUtils.serializeToByteArray(symbols).length / 2);
  }

  @Test
  void isDeserializedAgainAfterEviction() {
    SerializedOnce<ArrayList<String>> holder = SerializedOnce.of(new ArrayList<>(List.of("a")));
    ArrayList<String> first = holder.get();
    for (int i = 0; i < 200; i++) {
      SerializedOnce.of(new ArrayList<>(List.of("other"))).get();
    }
    assertThat(holder.get()).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void refusesValueThatIsNotSerializable() {
    assertThatThrownBy(() -> SerializedOnce.of(new ArrayList<>(List.of(new Object()))))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(NotSerializableException.class)
        .hasMessageContaining("Cannot serialize a java.util.ArrayList for tasks");
  }

  /** Counts how often it is serialized. */
  private static final class Counted implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient AtomicInteger timesSerialized = new AtomicInteger();

    private void writeObject(ObjectOutputStream out) throws IOException {
      timesSerialized.incrementAndGet();
      out.defaultWriteObject();
    }
  }
}
