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

/** A value on its way to tasks. */
class SerializedOnceTest {

  @Test
  void arrivesAsItWasWhenItLeft() {
    ArrayList<String> value = new ArrayList<>(List.of("a", "b"));
    SerializedOnce<ArrayList<String>> travelling = SerializedOnce.of(value);
    value.add("c");
    assertThat(SerializableUtils.clone(travelling).get()).containsExactly("a", "b");
  }

  @Test
  void isTheSameObjectForAllStepsAndTasksOfAJvm() {
    SerializedOnce<ArrayList<String>> travelling = SerializedOnce.of(new ArrayList<>(List.of("a")));
    assertThat(SerializableUtils.clone(travelling).get())
        .isSameAs(SerializableUtils.clone(travelling).get())
        .isSameAs(travelling.get());
  }

  @Test
  void twoOfEqualValuesAreTwo() {
    assertThat(SerializedOnce.of(new ArrayList<>()).get())
        .isNotSameAs(SerializedOnce.of(new ArrayList<>()).get());
  }

  @Test
  void stepsThatCarryItDoNotWriteItAgain() {
    Counted value = new Counted();
    SerializedOnce<Counted> travelling = SerializedOnce.of(value);
    for (int i = 0; i < 10; i++) {
      SerializableUtils.serializeToByteArray(travelling);
    }
    assertThat(value.written).hasValue(1);
  }

  @Test
  void isMuchSmallerThanManyLikeTexts() {
    ArrayList<String> symbols = new ArrayList<>();
    IntStream.range(0, 5_000).mapToObj(i -> "COIN" + i + "USDT").forEach(symbols::add);
    assertThat(SerializableUtils.serializeToByteArray(SerializedOnce.of(symbols)))
        .hasSizeLessThan(SerializableUtils.serializeToByteArray(symbols).length / 2);
  }

  @Test
  void isReadAnewWhenSomeHundredOthersCameBetween() {
    SerializedOnce<ArrayList<String>> travelling = SerializedOnce.of(new ArrayList<>(List.of("a")));
    ArrayList<String> first = travelling.get();
    for (int i = 0; i < 200; i++) {
      SerializedOnce.of(new ArrayList<>(List.of("other"))).get();
    }
    assertThat(travelling.get()).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void whatCannotTravelIsRefusedWhereItIsMade() {
    assertThatThrownBy(() -> SerializedOnce.of(new ArrayList<>(List.of(new Object()))))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(NotSerializableException.class)
        .hasMessageContaining("for tasks");
  }

  /** Counts how often it is written down. */
  private static final class Counted implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient AtomicInteger written = new AtomicInteger();

    private void writeObject(ObjectOutputStream out) throws IOException {
      written.incrementAndGet();
      out.defaultWriteObject();
    }
  }
}
