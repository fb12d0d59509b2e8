package com.k2.marketdata.options.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which settings are secrets. */
class SecretSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sasl.jaas.config",
        "ssl.key.password",
        "ssl.keystore.certificate.chain",
        "ssl.keystore.key",
        "ssl.truststore.certificates",
        "basic.auth.user.info",
        "interceptor.api.token"
      })
  void kafkaSecrets(String name) {
    assertThat(SecretSettings.isKafkaSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "sasl.mechanism",
        "sasl.oauthbearer.token.endpoint.url",
        "ssl.keystore.location",
        "interceptor.url"
      })
  void otherKafkaSettings(String name) {
    assertThat(SecretSettings.isKafkaSecret(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "credential",
        "jdbc.password",
        "s3.secret-access-key",
        "token",
        "DB_PASSWD",
        "API_KEY",
        "K2_SCHEMA_REGISTRY_USER_INFO",
        "fs.azure.account.key.k2.blob.core.windows.net"
      })
  void catalogSecrets(String name) {
    assertThat(SecretSettings.isCatalogSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc.user", "s3.endpoint", "uri", "warehouse", "io.keys"})
  void otherCatalogProperties(String name) {
    assertThat(SecretSettings.isCatalogSecret(name)).isFalse();
  }
}
