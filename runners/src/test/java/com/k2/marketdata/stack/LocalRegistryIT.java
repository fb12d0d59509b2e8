package com.k2.marketdata.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.avro.RegistrySettings;
import com.k2.marketdata.avro.SchemaRegistryClient;
import com.k2.marketdata.avro.WriterSchema;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.SystemFaultException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryIT {
  @Test
  void schemasSurviveARestart(@TempDir Path folder) {
    LocalRegistry registry = new LocalRegistry(folder);
    Schema schema = Exchanges.named("kraken").rawSchema();
    try {
      registry.start(FreePorts.any());
      int id = client(registry).register("t-value", schema);
      assertThat(client(registry).register("t-value", schema)).isEqualTo(id);

      registry.stop();
      registry.start(registry.lastPort().orElseThrow());

      assertThat(client(registry).schema(id)).isEqualTo(new WriterSchema.Found(schema));
      assertThat(client(registry).schema(id + 1000)).isInstanceOf(WriterSchema.Unknown.class);
    } finally {
      registry.kill();
    }
  }

  @Test
  void registryThatTookThePortIsNotOurs(@TempDir Path folder) {
    LocalRegistry first = new LocalRegistry(folder.resolve("first"));
    LocalRegistry second = new LocalRegistry(folder.resolve("second"));
    int port = FreePorts.any();
    try {
      first.start(port);

      assertThatThrownBy(() -> second.start(port))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("The schema registry ended during its start")
          .hasMessageContaining("another process has taken port " + port);

      assertThat(second.url()).isEmpty();
      assertThat(first.isHealthy(Duration.ofSeconds(5))).isTrue();
    } finally {
      first.kill();
      second.kill();
    }
  }

  private static SchemaRegistryClient client(LocalRegistry registry) {
    return new SchemaRegistryClient(RegistrySettings.of(registry.url().orElseThrow(), null));
  }
}
