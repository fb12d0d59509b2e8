package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTimeoutsTest {
  private static final Map<String, String> POSTGRESQL =
      Map.of("type", "jdbc", "uri", "jdbc:postgresql://host/k2");

  @Test
  void postgresqlHasTimeoutsOfItsDriver() {
    assertThat(CatalogTimeouts.addTo(POSTGRESQL))
        .containsAllEntriesOf(POSTGRESQL)
        .containsEntry("jdbc.connectTimeout", "10")
        .containsEntry("jdbc.socketTimeout", "60")
        .containsEntry("jdbc.tcpKeepAlive", "true")
        .hasSize(5);
  }

  @Test
  void restHasTimeoutsOfItsClient() {
    assertThat(CatalogTimeouts.addTo(Map.of("type", "rest", "uri", "https://host")))
        .containsEntry("rest.client.connection-timeout-ms", "10000")
        .containsEntry("rest.client.socket-timeout-ms", "120000")
        .hasSize(4);
  }

  @Test
  void valuesOfTheUserStay() {
    assertThat(
            CatalogTimeouts.addTo(
                Map.of("uri", "jdbc:postgresql://host/k2", "jdbc.socketTimeout", "5")))
        .containsEntry("jdbc.socketTimeout", "5")
        .containsEntry("jdbc.connectTimeout", "10");
  }

  /** SQLite's driver does not have these settings. */
  @Test
  void embeddedCatalogHasNone() {
    Map<String, String> embedded = Map.of("type", "jdbc", "uri", "jdbc:sqlite:catalog.db");
    assertThat(CatalogTimeouts.addTo(embedded)).isEqualTo(embedded);
  }
}
