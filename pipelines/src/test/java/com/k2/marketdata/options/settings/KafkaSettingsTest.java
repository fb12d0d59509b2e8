package com.k2.marketdata.options.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.options.KafkaOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

  @Test
  void topicHasKafkasIdByDefault() {
    assertThat(settings(null).topicIdentity()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "7C9E6679-7425-40DE-944B-E07FC1F90AE7, 7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "7c9e6679-7425-40de-944b-e07fc1f90ae7, 7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "S3zpkWcWT8mEJ6SlPYRb-w, S3zpkWcWT8mEJ6SlPYRb-w"
  })
  void statedIdHasOneSpelling(String stated, String used) {
    assertThat(settings(stated).topicIdentity()).isEqualTo(used);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trades",
        "7c9e6679742540de944be07fc1f90ae7",
        "00000000-0000-0000-0000-000000000000",
        "AAAAAAAAAAAAAAAAAAAAAA"
      })
  void otherTextIsNotAnId(String stated) {
    assertThatThrownBy(() -> settings(stated))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--topicIdentity=" + stated + " is not an id of a topic");
  }

  private static KafkaConfig settings(String topicIdentity) {
    KafkaOptions options = PipelineOptionsFactory.as(KafkaOptions.class);
    options.setBootstrapServers("host:1");
    options.setTopicIdentity(topicIdentity);
    return KafkaSettings.of(options);
  }
}
