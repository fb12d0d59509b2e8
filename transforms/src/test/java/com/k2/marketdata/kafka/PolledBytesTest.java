package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Which contents of a poll are kept. */
class PolledBytesTest {
  private final PolledBytes bytes = new PolledBytes(10);

  @Test
  void recordsAfterTheLimitAreIncomplete() {
    List<ConsumerRecord<byte[], byte[]>> records =
        IntStream.range(0, 5).mapToObj(offset -> record(offset, 0, 4)).toList();

    assertThat(PolledBytes.complete(records)).hasSize(3).isEqualTo(records.subList(0, 3));
    assertThat(records.get(2).value()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void firstRecordIsKeptWhateverItsSize() {
    assertThat(PolledBytes.complete(List.of(record(0, 9, 100), record(1, 0, 1)))).hasSize(1);
  }

  @Test
  void nextPollBeginsAtZero() {
    record(0, 0, 100);
    bytes.beginPoll();
    assertThat(PolledBytes.complete(List.of(record(1, 0, 4)))).hasSize(1);
  }

  @Test
  void omittedKeyMakesARecordIncomplete() {
    record(0, 0, 100);
    ConsumerRecord<byte[], byte[]> tombstone =
        new ConsumerRecord<>("t", 0, 1, deserialize(new RecordHeaders(), 4), null);
    assertThat(PolledBytes.complete(List.of(tombstone))).isEmpty();
  }

  @Test
  void emptyValueIsNotAnOmittedOne() {
    assertThat(PolledBytes.complete(List.of(record(0, 0, 0)))).hasSize(1);
  }

  @Test
  void headersCountAndAreOmittedToo() {
    Headers headers = new RecordHeaders().add("a", new byte[10]).add("b", null);
    assertThat(deserialize(headers, 1)).hasSize(1);
    assertThat(headers).hasSize(2);

    ConsumerRecord<byte[], byte[]> next =
        new ConsumerRecord<>("t", 0, 1, null, deserialize(headers, 1));
    assertThat(PolledBytes.complete(List.of(next))).isEmpty();
    assertThat(headers).isEmpty();
  }

  @Test
  void copyDoesNotShareTheBuffer() {
    byte[] buffer = {1, 2, 3};
    byte[] copy = bytes.deserialize("t", new RecordHeaders(), ByteBuffer.wrap(buffer, 1, 2));
    buffer[1] = 9;
    assertThat(copy).containsExactly(2, 3);
  }

  private ConsumerRecord<byte[], byte[]> record(long offset, int keyBytes, int valueBytes) {
    byte[] key = keyBytes == 0 ? null : deserialize(new RecordHeaders(), keyBytes);
    return new ConsumerRecord<>("t", 0, offset, key, deserialize(new RecordHeaders(), valueBytes));
  }

  private byte[] deserialize(Headers headers, int size) {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    Stream.iterate(0, i -> i < size, i -> i + 1).forEach(i -> buffer.put(i, i.byteValue()));
    return bytes.deserialize("t", headers, buffer);
  }
}
