package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.TradePipelineOptions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines as options of Beam. */
class ArgumentsTest {
  @Test
  void argumentsAreConvertedToBeamsForm() {
    assertThat(
            Arguments.inBeamsForm(
                "--catalog.type=jdbc",
                "--catalog.uri=jdbc:postgresql://db:5432/k2?sslmode=require",
                "--onHole=exit",
                "--bootstrap=host:1",
                "--trigger=10s"))
        .containsExactly(
            "--onHole=EXIT",
            "--bootstrapServers=host:1",
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
        "--kafka.basic.auth.user.info=k2:hush",
        "--kafka.proxy=https://k2:hush@proxy"
      })
  void secretsAreRejectedAndNotRepeated(String argument) {
    assertThatThrownBy(() -> Arguments.inBeamsForm(argument))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Config=FILE")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void kafkaSettingsThatOnlyMentionSecretsAreAccepted() {
    assertThat(Arguments.inBeamsForm("--kafka.sasl.oauthbearer.token.endpoint.url=https://idp"))
        .hasSize(1);
  }

  @Test
  void valueAfterASpaceIsExplained() {
    assertThatThrownBy(() -> Arguments.parse(TradePipelineOptions.class, "--state", "folder"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "'folder' is not an option. Options are written --NAME=VALUE, without a space.");
  }

  @Test
  void jobNameOverridesItsDefault() {
    assertThat(jobName()).isEqualTo("k2-medallion");
    assertThat(jobName("--jobName=trades-eu")).isEqualTo("trades-eu");
  }

  private static String jobName(String... args) {
    String[] all =
        Stream.concat(Stream.of("--exchange=binance"), Stream.of(args)).toArray(String[]::new);
    return Arguments.parseJob(TradePipelineOptions.class, "k2-medallion", all).getJobName();
  }
}
