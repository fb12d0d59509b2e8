package com.k2.marketdata.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCatalogTest {
  @TempDir private Path folder;
  private StateFolder state;

  @BeforeEach
  void create() {
    state = StateFolder.at(folder.resolve("state")).create();
  }

  @Test
  void newFolderUsesPostgresOnlyIfItIsInstalled() {
    assertThat(id(true)).isEqualTo("postgres");
    assertThat(id(false)).isEqualTo("rest");
  }

  @Test
  void folderKeepsItsRestCatalog() throws IOException {
    Files.createDirectories(state.component("rest"));
    assertThat(id(true)).isEqualTo("rest");
  }

  /**
   * A REST catalog would not have the tables, so the start of PostgreSQL fails with an error
   * instead.
   */
  @Test
  void folderKeepsItsPostgres() throws IOException {
    Files.createDirectories(state.component("postgres").resolve("data"));
    assertThat(id(false)).isEqualTo("postgres");
  }

  private String id(boolean postgresIsInstalled) {
    LocalObjectStore store = new LocalObjectStore(state.component("store"));
    return ClusterCatalog.of(state, store, postgresIsInstalled).id();
  }
}
