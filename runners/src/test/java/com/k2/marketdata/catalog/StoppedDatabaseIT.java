package com.k2.marketdata.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.stack.LocalPostgres;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that no longer answers, although its connections stay open. */
class StoppedDatabaseIT {
  @TempDir private Path folder;
  private LocalPostgres postgres;

  @BeforeEach
  void start() {
    postgres = new LocalPostgres(folder.resolve("postgres"));
    postgres.start(FreePorts.any());
  }

  @AfterEach
  void stop() throws Exception {
    signal("CONT");
    postgres.stop();
  }

  @Test
  @Timeout(60)
  void requestFailsAfterTheSocketTimeout() throws Exception {
    Map<String, String> properties = new HashMap<>(postgres.catalogProperties().orElseThrow());
    properties.put("warehouse", folder.toUri().toString());
    properties.put("jdbc.socketTimeout", "2");
    SupportsNamespaces catalog =
        (SupportsNamespaces) new CatalogConfig("market_data", properties).open();
    assertThat(catalog.listNamespaces()).isEmpty();

    signal("STOP");

    assertThatThrownBy(catalog::listNamespaces).isInstanceOf(UncheckedSQLException.class);
  }

  /** Sends a signal to the server and the processes of its connections. */
  private void signal(String name) throws IOException, InterruptedException {
    ProcessHandle server = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    Stream.concat(Stream.of(server), server.descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
