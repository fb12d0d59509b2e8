package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @Test
  void propertiesAreGatheredIntoBeamsForm() {
    assertThat(
            Arguments.inBeamsForm(
                "--catalog.type=jdbc",
                "--catalog.uri=jdbc:postgresql://db:5432/k2?sslmode=require",
                "--onHole=exit",
                "--trigger=10s"))
        .containsExactly(
            "--onHole=EXIT",
            "--trigger=10s",
            "--catalogProperties={\"type\":\"jdbc\","
                + "\"uri\":\"jdbc:postgresql://db:5432/k2?sslmode=require\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--catalog.jdbc.password=hush",
        "--catalog.s3.secret-access-key=hush",
        "--catalog.header.Authorization=Bearer hush",
        "--catalog.uri=jdbc:postgresql://db/k2?user=k2&password=hush",
        "--catalog.uri=https://k2:hush@catalog/",
        "--kafka.sasl.jaas.config=hush",
        "--kafka.ssl.keystore.key=hush",
        "--kafka.basic.auth.user.info=k2:hush"
      })
  void secretsAreRefusedAndNotRepeated(String argument) {
    assertThatThrownBy(() -> Arguments.inBeamsForm(argument))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Config=FILE")
        .message()
        .doesNotContain("hush");
  }
}
