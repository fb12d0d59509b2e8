package com.k2.marketdata.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jpountz.xxhash.XXHashFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** The hash of a message, and sums of hashes. */
class MessageHashTest {
  private static final byte[] EMPTY = {};
  private static final byte[] ONE = {1};

  private final MessageHash hash = new MessageHash();

  @Property
  void isTheHashOfTheDocumentedBytes(@ForAll("messages") KafkaMessage message) throws IOException {
    byte[] bytes = documentedBytes(message);
    assertThat(hash.of(message))
        .isEqualTo(XXHashFactory.safeInstance().hash64().hash(bytes, 0, bytes.length, 0));
  }

  @Property
  void rowHasTheHashOfItsMessage(@ForAll("messages") KafkaMessage message) {
    Map<String, ByteBuffer> reversed = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(message.headers().keySet());
    Collections.reverse(names);
    names.forEach(name -> reversed.put(name, direct(message.headers().get(name))));
    ByteBuffer value = slice(message.value());
    long ofRow =
        hash.of(
            message.partition(),
            message.offset(),
            message.timestampMicros(),
            direct(message.key()),
            reversed.isEmpty() ? null : reversed,
            value);
    assertThat(ofRow).isEqualTo(hash.of(message));
    assertThat(value == null ? 0 : value.remaining())
        .isEqualTo(message.value() == null ? 0 : message.value().length);
  }

  @Property
  void changedFieldChangesTheHash(
      @ForAll("messages") KafkaMessage a, @ForAll("messages") KafkaMessage b) {
    List<KafkaMessage> changed =
        List.of(
            message(
                b.partition(), a.offset(), a.timestampMillis(), a.key(), a.headers(), a.value()),
            message(
                a.partition(), b.offset(), a.timestampMillis(), a.key(), a.headers(), a.value()),
            message(
                a.partition(), a.offset(), b.timestampMillis(), a.key(), a.headers(), a.value()),
            message(
                a.partition(), a.offset(), a.timestampMillis(), b.key(), a.headers(), a.value()),
            message(
                a.partition(), a.offset(), a.timestampMillis(), a.key(), b.headers(), a.value()),
            message(
                a.partition(), a.offset(), a.timestampMillis(), a.key(), a.headers(), b.value()),
            message(
                a.partition(), a.offset(), a.timestampMillis(), a.value(), a.headers(), a.key()));
    for (KafkaMessage other : changed) {
      assertThat(hash.of(other) == hash.of(a)).isEqualTo(text(other).equals(text(a)));
    }
  }

  @Property
  void sumDoesNotDependOnOrderOrTasks(
      @ForAll("batches") List<KafkaMessage> messages, @ForAll Random random) {
    long expected = 0;
    for (KafkaMessage message : messages) {
      expected += hash.of(message);
    }
    List<KafkaMessage> shuffled = new ArrayList<>(messages);
    Collections.shuffle(shuffled, random);
    long sum = 0;
    while (!shuffled.isEmpty()) {
      MessageHash ofTask = new MessageHash();
      List<KafkaMessage> task = shuffled.subList(0, 1 + random.nextInt(shuffled.size()));
      sum += task.stream().mapToLong(ofTask::of).sum();
      task.clear();
    }
    assertThat(sum).isEqualTo(expected);
  }

  /** What a sum by XOR or CRC would not show. */
  @Property(shrinking = ShrinkingMode.OFF)
  void exchangedValuesChangeTheSum(
      @ForAll("messages") KafkaMessage a, @ForAll("messages") KafkaMessage b) {
    Assume.that(!text(a).equals(text(b)));
    KafkaMessage first = withValue(a, "1".getBytes(StandardCharsets.UTF_8));
    KafkaMessage second = withValue(b, "2".getBytes(StandardCharsets.UTF_8));
    Assume.that(!text(withValue(first, null)).equals(text(withValue(second, null))));
    long sum = hash.of(first) + hash.of(second);
    long exchanged =
        hash.of(withValue(first, second.value())) + hash.of(withValue(second, first.value()));
    assertThat(exchanged).isNotEqualTo(sum);
  }

  @Example
  void nullIsNotEmpty() {
    Map<String, byte[]> none = Map.of();
    Map<String, byte[]> nullHeader = Collections.singletonMap("a", null);
    assertThat(
            List.of(
                hash.of(message(0, 0, 0, null, none, null)),
                hash.of(message(0, 0, -1, null, none, null)),
                hash.of(message(0, 0, 0, EMPTY, none, null)),
                hash.of(message(0, 0, 0, null, none, EMPTY)),
                hash.of(message(0, 0, 0, EMPTY, none, EMPTY)),
                hash.of(message(0, 0, 0, null, nullHeader, null)),
                hash.of(message(0, 0, 0, null, Map.of("a", EMPTY), null))))
        .doesNotHaveDuplicates();
  }

  @Example
  void bytesBelongToOneField() {
    byte[] two = {1, 1};
    assertThat(
            List.of(
                hash.of(message(0, 0, 0, two, Map.of(), ONE)),
                hash.of(message(0, 0, 0, ONE, Map.of(), two)),
                hash.of(message(0, 0, 0, EMPTY, Map.of(), new byte[] {1, 1, 1})),
                hash.of(message(0, 0, 0, ONE, Map.of("\u0001", ONE), EMPTY)),
                hash.of(message(0, 0, 0, ONE, Map.of("\u0001\u0001", EMPTY), EMPTY)),
                hash.of(message(0, 0, 0, ONE, Map.of("", two), EMPTY))))
        .doesNotHaveDuplicates();
  }

  /** The hash is stored, so it must be the same in every version and on every machine. */
  @Example
  void hashNeverChanges() {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("trace", new byte[] {1, 2, 3});
    headers.put("a", null);
    KafkaMessage message =
        message(3, 42, 1_617_666_461_465L, ONE, headers, "value".getBytes(StandardCharsets.UTF_8));
    assertThat(Long.toHexString(hash.of(message))).isEqualTo("2c0e356a98daa64d");
  }

  private static byte[] documentedBytes(KafkaMessage message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(message.partition());
    out.writeLong(message.offset());
    Long micros = message.timestampMicros();
    out.writeBoolean(micros != null);
    out.writeLong(micros == null ? 0 : micros);
    out.writeInt(message.key() == null ? -1 : message.key().length);
    out.writeInt(message.value() == null ? -1 : message.value().length);
    out.writeInt(message.headers().size());
    out.write(message.key() == null ? EMPTY : message.key());
    out.write(message.value() == null ? EMPTY : message.value());
    for (Map.Entry<String, byte[]> header : new TreeMap<>(message.headers()).entrySet()) {
      byte[] name = header.getKey().getBytes(StandardCharsets.UTF_8);
      out.writeInt(name.length);
      out.writeInt(header.getValue() == null ? -1 : header.getValue().length);
      out.write(name);
      out.write(header.getValue() == null ? EMPTY : header.getValue());
    }
    return bytes.toByteArray();
  }

  private static byte[] longBytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static ByteBuffer slice(byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    ByteBuffer wider = ByteBuffer.allocate(bytes.length + 7).position(5);
    return wider.duplicate().put(bytes).limit(5 + bytes.length).position(5).slice();
  }

  /** All hashed fields, in a form that is equal for equal messages only. */
  private static String text(KafkaMessage message) {
    StringBuilder text = new StringBuilder();
    text.append(message.partition()).append('@').append(message.offset());
    text.append(' ').append(message.timestampMicros());
    text.append(" key ").append(Arrays.toString(message.key()));
    text.append(" value ").append(Arrays.toString(message.value()));
    new TreeMap<>(message.headers())
        .forEach(
            (name, value) -> text.append(" header ").append(name).append(Arrays.toString(value)));
    return text.toString();
  }

  private static KafkaMessage withValue(KafkaMessage message, byte[] value) {
    return message(
        message.partition(),
        message.offset(),
        message.timestampMillis(),
        message.key(),
        message.headers(),
        value);
  }

  private static KafkaMessage message(
      int partition,
      long offset,
      long timestamp,
      byte[] key,
      Map<String, byte[]> headers,
      byte[] value) {
    return new KafkaMessage("topic", "id", partition, offset, timestamp, 7, headers, key, value);
  }

  @Provide
  Arbitrary<List<KafkaMessage>> batches() {
    return messages().list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<KafkaMessage> messages() {
    Arbitrary<byte[]> bytes =
        Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(80),
                Arbitraries.integers().between(1_000, 6_000).map(MessageHashTest::longBytes))
            .injectNull(0.2);
    Arbitrary<String> names =
        Arbitraries.of("a", "b", "a#2", "trace", "", "\u00e4", "\uD83D\uDE00", "\uFFFD");
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.longs().between(-1, KafkaMessage.MAX_TIMESTAMP),
            bytes,
            Arbitraries.maps(names, bytes).ofMaxSize(4),
            bytes)
        .as(MessageHashTest::message);
  }
}
