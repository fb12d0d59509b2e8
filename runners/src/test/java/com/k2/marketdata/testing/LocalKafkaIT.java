package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LocalKafkaIT {
  private static final String TOPIC = "t";

  @Test
  @Tag("long")
  void dataSurvivesKillAndRestartOnSamePort() {
    try (LocalKafka kafka = LocalKafka.start()) {
      kafka.createTopic(TOPIC, 1);
      try (TestPublisher publisher = kafka.publisher()) {
        publisher.send(
            TOPIC, 0, 1_500_000_000_000L, bytes("k"), bytes("first"), Map.of("h", bytes("1")));
        kafka.kill();
        kafka.restart();
        publisher.send(TOPIC, 0, 1_600_000_000_000L, null);
      }
      try (TestPublisher publisher = kafka.transactionalPublisher("tx")) {
        publisher.begin();
        publisher.send(TOPIC, 0, 1L, bytes("aborted"));
        publisher.abort();
        publisher.begin();
        publisher.send(TOPIC, 0, 2L, bytes("committed"));
        publisher.commit();
      }

      List<ConsumerRecord<byte[], byte[]>> records = TopicReader.readAll(kafka, TOPIC);

      assertThat(records).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 4L);
      assertThat(records)
          .extracting(ConsumerRecord::timestamp)
          .containsExactly(1_500_000_000_000L, 1_600_000_000_000L, 2L);
      assertThat(records.get(0).headers().lastHeader("h").value()).isEqualTo(bytes("1"));
      assertThat(records.get(1).value()).isNull();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
