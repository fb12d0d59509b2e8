package com.k2.marketdata.avro.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySettingsTest {

  @Test
  void takesSeveralUrlsWithPaths() {
    assertThat(RegistrySettings.of("http://a:8081/, https://b/apis/ccompat/v7", null).urls())
        .extracting(Object::toString)
        .containsExactly("http://a:8081", "https://b/apis/ccompat/v7");
  }

  @Test
  void showsNoSecrets() {
    assertThat(RegistrySettings.of("http://a", "me:secret"))
        .hasToString("RegistrySettings[urls=[http://a], userInfo=…]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a:8081", "ftp://a", "http://", "http://a,", "http://a b", "http:///path"})
  void refusesInvalidUrls(String url) {
    assertThatThrownBy(() -> RegistrySettings.of(url, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("http://localhost:8081");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:secret@a", "http://me:secret@a b"})
  void refusesAPasswordInTheUrl(String url) {
    assertThatThrownBy(() -> RegistrySettings.of(url, null))
        .isInstanceOf(UsageException.class)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
  }
}
