package com.k2.marketdata.feed;

import com.k2.marketdata.kafka.KafkaConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.ProducerRecordCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes packed messages to a topic, each with its own timestamp. */
final class PublishMessages extends PTransform<PCollection<byte[]>, PDone> {
  private final String topic;
  private final KafkaConfig kafka;

  PublishMessages(String topic, KafkaConfig kafka) {
    this.topic = topic;
    this.kafka = kafka;
  }

  @Override
  public PDone expand(PCollection<byte[]> chunks) {
    return chunks
        .apply("Unpack", ParDo.of(new Unpack(topic)))
        // The value of a tombstone is null, and the key may be null.
        .setCoder(
            ProducerRecordCoder.of(
                NullableCoder.of(ByteArrayCoder.of()), NullableCoder.of(ByteArrayCoder.of())))
        .apply(
            "ToKafka",
            KafkaIO.<byte[], byte[]>writeRecords()
                .withBootstrapServers(kafka.bootstrapServers())
                .withTopic(topic)
                .withProducerConfigUpdates(producerSettings())
                .withKeySerializer(ByteArraySerializer.class)
                .withValueSerializer(ByteArraySerializer.class));
  }

  /** Large batches, because a whole chunk is available at once. The user's settings override. */
  private Map<String, Object> producerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putAll(kafka.properties());
    return settings;
  }

  private static final class Unpack extends DoFn<byte[], ProducerRecord<byte[], byte[]>> {
    private final String topic;

    Unpack(String topic) {
      this.topic = topic;
    }

    @ProcessElement
    public void process(
        @Element byte[] chunk, OutputReceiver<ProducerRecord<byte[], byte[]>> output) {
      PackedMessages.unpack(chunk, topic, output::output);
    }
  }
}
