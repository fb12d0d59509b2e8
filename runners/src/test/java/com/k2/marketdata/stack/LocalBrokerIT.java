package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {
  @TempDir private Path folder;

  @Test
  void brokerThatTookThePortIsNotOurs() {
    LocalBroker first = new LocalBroker(folder.resolve("first"));
    LocalBroker second = new LocalBroker(folder.resolve("second"));
    int port = FreePorts.any();
    try {
      first.start(port);

      assertThatThrownBy(() -> second.start(port))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("The Kafka broker ended during its start")
          .hasMessageContaining("another process has taken port " + port);

      assertThat(second.bootstrap()).isEmpty();
      assertThat(first.isHealthy(Duration.ofSeconds(5))).isTrue();
      assertThat(second.isReady(port, Duration.ofSeconds(5))).isFalse();
    } finally {
      first.kill();
      second.kill();
    }
  }
}
