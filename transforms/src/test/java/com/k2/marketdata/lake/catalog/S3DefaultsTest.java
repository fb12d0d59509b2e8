package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3DefaultsTest {
  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket", "s3a://bucket/lake", "S3N://bucket"})
  void warehouseInS3HasAllDefaults(String warehouse) {
    assertThat(S3Defaults.addTo(Map.of("type", "jdbc", "warehouse", warehouse)))
        .containsEntry("io-impl", S3Defaults.S3_FILE_IO)
        .containsEntry("s3.path-style-access", "true")
        .containsEntry("s3.multipart.num-threads", "20")
        .containsEntry("http-client.type", "urlconnection")
        .containsEntry("http-client.urlconnection.connection-timeout-ms", "5000")
        .containsEntry("http-client.urlconnection.socket-timeout-ms", "120000");
  }

  /** Its server says where the files are. */
  @Test
  void restCatalogChoosesTheFileIoItself() {
    assertThat(S3Defaults.addTo(Map.of("type", "rest", "uri", "http://x")))
        .containsEntry("http-client.type", "urlconnection")
        .doesNotContainKey("io-impl");
  }

  @Test
  void valuesOfTheUserStay() {
    assertThat(
            S3Defaults.addTo(
                Map.of("io-impl", S3Defaults.S3_FILE_IO, "s3.path-style-access", "false")))
        .containsEntry("s3.path-style-access", "false")
        .containsEntry("s3.multipart.num-threads", "20");
  }

  @Test
  void otherStoresHaveNoDefaults() {
    Map<String, String> local = Map.of("type", "jdbc", "warehouse", "file:///lake");
    assertThat(S3Defaults.addTo(local)).isEqualTo(local);
    Map<String, String> own = Map.of("io-impl", "com.example.Files", "warehouse", "s3://bucket");
    assertThat(S3Defaults.addTo(own)).isEqualTo(own);
  }
}
