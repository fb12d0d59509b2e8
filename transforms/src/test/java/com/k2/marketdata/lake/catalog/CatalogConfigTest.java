package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private static CatalogConfig counted(String token) {
    return new CatalogConfig(
        "market_data", Map.of("catalog-impl", CountedCatalog.class.getName(), "token", token));
  }
}
