package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {
  @Test
  void correctnessSettingsCannotBeOverridden() {
    KafkaConfig config =
        new KafkaConfig(
            Map.of(
                "bootstrap.servers", "localhost:1",
                "isolation.level", "read_uncommitted",
                "auto.offset.reset", "latest",
                "enable.auto.commit", "true",
                "request.timeout.ms", "5000"));
    assertThat(config.consumer())
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", "false")
        .containsEntry("request.timeout.ms", "5000");
  }
}
