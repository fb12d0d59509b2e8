package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** I5: a broker that cannot be found is a system fault, which is retried. */
class TopicInspectorTest {
  private static final KafkaConfig NOWHERE =
      new KafkaConfig(Map.of("bootstrap.servers", "no-such-host.invalid:9092"));

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
