package com.k2.marketdata.lake.maintain.orphan.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.maintain.orphan.PlantedFiles;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.ReadHook;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.GenericManifestFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another run expires snapshots and deletes their files while a search reads them. */
class ExpiryDuringSearchTest {
  @TempDir private Path folder;
  private CycleFixture tables;
  private OrphanSearch search;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.NONE, 10, 10);
    ForeignTool.rewrite(tables.bronze());
    search =
        new PlantedFiles(tables.lake, CycleFixture.BRONZE)
            .search(OrphanSettings.DEFAULTS.executing());
  }

  @Test
  void deletedManifestListsAreAConflict() {
    Table table = ReadHook.before("/snap-", tables.bronze(), this::expire);
    assertThatThrownBy(() -> References.manifests(table))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "Another run expired snapshots of " + table.name() + " meanwhile. Run this again.")
        .hasCauseInstanceOf(MaintenanceRefusedException.class);
  }

  @Test
  void deletedManifestsAreAConflict() {
    Map<String, GenericManifestFile> before = References.manifests(tables.bronze());
    expire();
    Map<String, GenericManifestFile> after = References.manifests(tables.bronze());
    assertThat(before).containsAllEntriesOf(after);
    before.keySet().removeAll(after.keySet());
    assertThat(before).isNotEmpty();
    for (GenericManifestFile manifest : before.values()) {
      assertThatThrownBy(() -> ManifestPaths.read(search, manifest))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("Another run expired snapshots of ");
    }
    after.values().forEach(manifest -> ManifestPaths.read(search, manifest));
  }

  @Test
  void expiryOfOtherSnapshotsDoesNotHideDamage() {
    expire();
    GenericManifestFile manifest = References.manifests(tables.bronze()).values().iterator().next();
    PlantedFiles.remove(manifest.path());
    assertThatThrownBy(() -> ManifestPaths.read(search, manifest))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("Restore it from a backup");
  }

  private void expire() {
    tables
        .bronze()
        .expireSnapshots()
        .expireOlderThan(System.currentTimeMillis() + 1)
        .retainLast(1)
        .commit();
  }
}
