package com.k2.marketdata.options.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.CatalogOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password in an address is rejected and not repeated in the message. */
class AddressSecretsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://k2:hush@db:5432/k2",
        "jdbc:postgresql://k2:hu/hush@db/k2",
        "jdbc:postgresql://db/k2?password=hush",
        "jdbc:postgresql://db/k2?user=k2&Password=hush&sslmode=require",
        "jdbc:postgresql://db/k2?sslpassword=hush",
        "jdbc:sqlserver://db;databaseName=k2;password=hush",
        "jdbc:oracle:thin:k2/hush@//db:1521/k2",
      })
  void passwordsInJdbcAddressesAreRejected(String uri) throws IOException {
    assertThatThrownBy(() -> CatalogSettings.of(options("type=jdbc\nuri=" + uri + "\n")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("property uri is an address that contains a password")
        .hasMessageContaining("jdbc.user=")
        .hasMessageContaining("jdbc.password=${env:NAME}")
        .hasMessageContaining("--catalogConfig=FILE")
        .message()
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://k2:hush@catalog",
        "https://k2:hush@catalog:8181/api",
        "http://catalog:8181/api?token=hush",
      })
  void passwordsInOtherAddressesAreRejected(String uri) throws IOException {
    CatalogOptions options = options("type=rest\nuri=" + uri + "\n");
    assertThatThrownBy(() -> CatalogSettings.existing(options))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("credential=${env:NAME} or token=${env:NAME}")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void everyAddressIsChecked() throws IOException {
    String file = "type=rest\nuri=https://catalog\ns3.endpoint=https://key:hush@store\n";
    assertThatThrownBy(() -> CatalogSettings.of(options(file)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("property s3.endpoint")
        .message()
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uri=jdbc:postgresql://db:5432/k2?user=k2&sslmode=require",
        "uri=jdbc:sqlite:/var/k2/catalog.db?busy_timeout=30000",
        "uri=http://catalog:19120/iceberg/main@version",
        "warehouse=abfss://container@account.dfs.core.windows.net/k2",
        "jdbc.password=://a:b@c?password=d",
        "credential=client:secret",
      })
  void otherPropertiesAreAccepted(String property) throws IOException {
    String name = property.substring(0, property.indexOf('='));
    assertThat(CatalogSettings.of(options("type=jdbc\n" + property + "\n")).properties())
        .containsKey(name);
  }

  @Test
  void optionIsCheckedLikeTheFile() throws IOException {
    CatalogOptions options = options("type=jdbc\n");
    options.setCatalogProperties(Map.of("uri", "jdbc:mysql://k2:hush@db/k2"));
    assertThatThrownBy(() -> CatalogSettings.of(options)).isInstanceOf(UsageException.class);
  }

  private CatalogOptions options(String file) throws IOException {
    CatalogOptions options = PipelineOptionsFactory.as(CatalogOptions.class);
    options.setCatalogConfig(
        Files.writeString(folder.resolve("catalog.properties"), file).toString());
    return options;
  }
}
