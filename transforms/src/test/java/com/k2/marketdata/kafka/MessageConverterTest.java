package com.k2.marketdata.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.message.KafkaMessage;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

class MessageConverterTest {
  @Test
  void messageKeepsItsCoordinatesTimeAndBytes() {
    KafkaMessage message =
        message("k".getBytes(UTF_8), "value".getBytes(UTF_8), new RecordHeaders());
    assertThat(message.topic()).isEqualTo("trades");
    assertThat(message.topicId()).isEqualTo("id");
    assertThat(message.partition()).isEqualTo(2);
    assertThat(message.offset()).isEqualTo(9);
    assertThat(message.timestampMillis()).isEqualTo(1_000_009);
    assertThat(message.ingestedMicros()).isEqualTo(77);
    assertThat(message.key()).asString(UTF_8).isEqualTo("k");
    assertThat(message.value()).asString(UTF_8).isEqualTo("value");
    assertThat(message.headers()).isEmpty();
  }

  @Test
  void missingKeyOrValueStaysMissing() {
    KafkaMessage tombstone = message(null, null, new RecordHeaders());
    assertThat(tombstone.key()).isNull();
    assertThat(tombstone.value()).isNull();
    KafkaMessage empty = message(new byte[0], new byte[0], new RecordHeaders());
    assertThat(empty.key()).isEmpty();
    assertThat(empty.value()).isEmpty();
  }

  @Test
  void allHeadersOfOneNameAreKept() {
    Headers headers =
        new RecordHeaders()
            .add("a", new byte[] {1})
            .add("b", null)
            .add("a", new byte[] {2})
            .add("a#2", new byte[] {3})
            .add("a", new byte[] {4});
    assertThat(message(null, null, headers).headers())
        .containsOnlyKeys("a", "b", "a#2", "a##2", "a#3")
        .containsEntry("a", new byte[] {1})
        .containsEntry("b", null)
        .containsEntry("a#2", new byte[] {2})
        .containsEntry("a##2", new byte[] {3})
        .containsEntry("a#3", new byte[] {4});
  }

  private static KafkaMessage message(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return new MessageConverter(new TopicIdentity("cluster", "trades", "id"), 77)
        .message(
            new ConsumerRecord<>(
                "trades",
                2,
                9,
                1_000_009,
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                value,
                headers,
                Optional.empty()));
  }
}
