package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogConfigTest {
  @TempDir private Path folder;

  /** Counts how many are open; for Iceberg, which creates it by its class name. */
  public static final class CountedCatalog extends InMemoryCatalog {
    private static final AtomicInteger OPEN = new AtomicInteger();

    @Override
    public void initialize(String name, Map<String, String> properties) {
      OPEN.incrementAndGet();
      super.initialize(name, properties);
    }

    @Override
    public void close() throws IOException {
      OPEN.decrementAndGet();
      super.close();
      throw new IOException("closed, but not cleanly");
    }
  }

  @Test
  void catalogsOfOldCredentialsAreClosed() {
    for (int i = 0; i < 10 * CatalogConfig.MAX_OPEN; i++) {
      counted("token " + i).open();
    }
    assertThat(CountedCatalog.OPEN).hasValue(CatalogConfig.MAX_OPEN);
  }

  @Test
  void equalConfigsShareOneCatalog() {
    assertThat(counted("one").open()).isSameAs(counted("one").open());
  }

  @Test
  void ownJdbcCatalogIsIcebergs() {
    Catalog own =
        new CatalogConfig(
                "market_data",
                Map.of(
                    "type",
                    "jdbc",
                    "uri",
                    "jdbc:sqlite:" + folder.resolve("own.db"),
                    "warehouse",
                    folder.toString()))
            .open();
    assertThat(own.getClass()).isEqualTo(JdbcCatalog.class);
  }

  @Test
  void stateFolderHasTheCachingCatalog() {
    assertThat(LocalCatalog.in(folder, "market_data").open())
        .isInstanceOf(CachingJdbcCatalog.class);
  }

  @Test
  void secretsAreNotShown() {
    CatalogConfig config =
        new CatalogConfig("market_data", Map.of("type", "rest", "token", "secret!"));
    assertThat(config.toString()).contains("market_data", "token").doesNotContain("secret!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"market_data", "a", "_x", "2024-05", "Market-Data"})
  void namespaceOfLettersDigitsAndUnderscoresIsValid(String name) {
    assertThat(new CatalogConfig(name, Map.of()).namespace()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".", "a/b", "a.b", "a b", "-a", "a\n", "ä", "a\"b", "a\u0000"})
  void otherNamespacesAreBadUsage(String name) {
    assertThatThrownBy(() -> new CatalogConfig(name, Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not a valid namespace: use 1 to 128 of the letters")
        .hasMessageNotContainingAny("\n", "\u0000");
  }

  @Test
  void longNamespaceIsBadUsage() {
    new CatalogConfig("a".repeat(128), Map.of());
    assertThatThrownBy(() -> new CatalogConfig("a".repeat(129), Map.of()))
        .isInstanceOf(UsageException.class);
  }

  private static CatalogConfig counted(String token) {
    return new CatalogConfig(
        "market_data", Map.of("catalog-impl", CountedCatalog.class.getName(), "token", token));
  }
}
