package com.k2.marketdata.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CachingJdbcCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from files and options. */
class PropertiesFileTest {
  @TempDir private Path folder;

  @Test
  void anOptionWinsOverTheFile() throws IOException {
    String file = file("type=rest\nuri: http://file\n# comment\ntoken=a\\=b\n");
    assertThat(PropertiesFile.merge("catalogConfig", file, Map.of("uri", "http://option")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("type", "rest", "uri", "http://option", "token", "a=b"));
  }

  @Test
  void nothingGivenIsNothing() {
    assertThat(PropertiesFile.merge("catalogConfig", null, null)).isEmpty();
  }

  @Test
  void aFileThatIsNotThereIsAUsageErrorThatNamesIt() {
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> PropertiesFile.merge("catalogConfig", missing, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--catalogConfig=" + missing);
  }

  @Test
  void aFileThatIsNoPropertiesFileIsAUsageError() throws IOException {
    String file = file("uri=\\u12\n");
    assertThatThrownBy(() -> PropertiesFile.merge("kafkaConfig", file, null))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--kafkaConfig=");
  }

  @Test
  void kafkaMayBeNamedByAFileAndIsOverriddenByItsOption() throws IOException {
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
  void withoutCatalogPropertiesTheStateFoldersCatalogIsUsed() {
    CatalogOptions options = PipelineOptionsFactory.as(CatalogOptions.class);
    options.setState(folder.resolve("state").toString());
    assertThat(CatalogSettings.of(options).properties())
        .containsEntry("catalog-impl", CachingJdbcCatalog.class.getName())
        .containsEntry("warehouse", "file://" + folder.resolve("state/warehouse"));
    options.setCatalogProperties(Map.of("type", "rest", "uri", "http://rest"));
    assertThat(CatalogSettings.of(options).properties())
        .containsExactlyInAnyOrderEntriesOf(Map.of("type", "rest", "uri", "http://rest"));
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("some.properties"), text).toString();
  }
}
