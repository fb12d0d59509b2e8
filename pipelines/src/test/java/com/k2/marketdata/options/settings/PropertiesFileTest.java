package com.k2.marketdata.options.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CachingJdbcCatalog;
import com.k2.marketdata.options.CatalogOptions;
import com.k2.marketdata.options.KafkaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Properties from files, options and the environment. */
class PropertiesFileTest {
  @TempDir private Path folder;

  @Test
  void optionOverridesTheFile() throws IOException {
    String file = file("type=rest\nuri: http://file\n# comment\ntoken=a\\=b\n");
    assertThat(PropertiesFile.merge("catalogConfig", file, Map.of("uri", "http://option")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("type", "rest", "uri", "http://option", "token", "a=b"));
  }

  @Test
  void noFileAndNoOptionsGiveNoProperties() {
    assertThat(PropertiesFile.merge("catalogConfig", null, null)).isEmpty();
  }

  @Test
  void missingFileIsNamed() {
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> PropertiesFile.merge("catalogConfig", missing, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--catalogConfig=" + missing);
  }

  @Test
  void malformedFileIsNamed() throws IOException {
    String file = file("uri=\\u12\n");
    assertThatThrownBy(() -> PropertiesFile.merge("kafkaConfig", file, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--kafkaConfig=");
  }

  @Test
  void bootstrapServersOptionOverridesTheFile() throws IOException {
    KafkaOptions options = PipelineOptionsFactory.as(KafkaOptions.class);
    assertThat(KafkaSettings.find(options)).isEmpty();
    assertThatThrownBy(() -> KafkaSettings.of(options))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--bootstrapServers");
    options.setKafkaConfig(file("bootstrap.servers=file:1\nssl.key.password=secret!\n"));
    assertThat(KafkaSettings.of(options).bootstrapServers()).isEqualTo("file:1");
    options.setBootstrapServers("option:2");
    assertThat(KafkaSettings.of(options).bootstrapServers()).isEqualTo("option:2");
    assertThat(KafkaSettings.of(options).toString()).doesNotContain("secret!");
  }

  @Test
  void catalogOfTheStateFolderIsTheDefault() {
    CatalogOptions options = PipelineOptionsFactory.as(CatalogOptions.class);
    options.setState(folder.resolve("state").toString());
    assertThat(CatalogSettings.of(options).properties())
        .containsEntry("catalog-impl", CachingJdbcCatalog.class.getName())
        .containsEntry("warehouse", "file://" + folder.resolve("state/warehouse"));
    options.setCatalogProperties(Map.of("type", "rest", "uri", "http://rest"));
    assertThat(CatalogSettings.of(options).properties())
        .containsExactlyInAnyOrderEntriesOf(Map.of("type", "rest", "uri", "http://rest"));
  }

  @Test
  void variablesAreReplacedAnywhereInAValue() throws IOException {
    String file =
        file(
            "sasl.jaas.config=Module required username=\"${env:USER}\" password=\"${env:PW}\";\n"
                + "ssl.key.password=${env:PW}\n"
                + "other=${file:x} $PW ${PW}\n");
    assertThat(resolve(file, Map.of("USER", "k2", "PW", "a$1${env:USER}\\b")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "sasl.jaas.config",
                "Module required username=\"k2\" password=\"a$1${env:USER}\\b\";",
                "ssl.key.password",
                "a$1${env:USER}\\b",
                "other",
                "${file:x} $PW ${PW}"));
  }

  @Test
  void unsetVariableNamesPropertyVariableAndFile() throws IOException {
    String file = file("sasl.jaas.config=user ${env:SET} ${env:UNSET}\n");
    assertThatThrownBy(() -> resolve(file, Map.of("SET", "hush")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "The property sasl.jaas.config of --kafkaConfig=%s refers to the environment variable"
                + " UNSET, which is not set.",
            file)
        .message()
        .doesNotContain("hush");
  }

  @Test
  void emptyVariableIsSet() throws IOException {
    assertThat(resolve(file("a=<${env:EMPTY}>\n"), Map.of("EMPTY", ""))).containsEntry("a", "<>");
  }

  private static Map<String, String> resolve(String file, Map<String, String> environment) {
    return PropertiesFile.merge("kafkaConfig", file, null, environment);
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("some.properties"), text).toString();
  }
}
