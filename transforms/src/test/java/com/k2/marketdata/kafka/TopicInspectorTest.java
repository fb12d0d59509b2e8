package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I5: a broker that cannot be found is a system fault, which is retried. */
class TopicInspectorTest {
  private static final KafkaConfig NOWHERE =
      new KafkaConfig(Map.of("bootstrap.servers", "no-such-host.invalid:9092"));

  @ParameterizedTest
  @CsvSource({
    "bootstrap.servers, localhost, Invalid url in bootstrap.servers: localhost",
    "bootstrap.servers, '', bootstrap.servers",
    "request.timeout.ms, soon, request.timeout.ms"
  })
  void wrongSettingIsBadUsage(String key, String value, String named) {
    KafkaConfig wrong =
        new KafkaConfig(Map.of("bootstrap.servers", "127.0.0.1:9092")).with(Map.of(key, value));
    try (TopicInspector inspector = new TopicInspector(wrong)) {
      assertThatThrownBy(() -> inspector.inspect("trades"))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(named)
          .hasMessageContaining("HOST:PORT");
    }
  }

  @Test
  void unresolvableBrokerIsASystemFault() {
    try (TopicInspector inspector = new TopicInspector(NOWHERE)) {
      assertThatThrownBy(() -> inspector.inspect("trades"))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("no-such-host.invalid:9092");
      // So is the next request; but publishing for lag tools does not fail.
      assertThatThrownBy(() -> inspector.identify("trades"))
          .isInstanceOf(SystemFaultException.class);
      inspector.publishPosition("group", "trades", Map.of(0, 1L));
    }
  }
}
