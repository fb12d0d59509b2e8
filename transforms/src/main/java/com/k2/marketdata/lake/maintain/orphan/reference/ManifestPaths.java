package com.k2.marketdata.lake.maintain.orphan.reference;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.maintain.ConcurrentExpiry;
import com.k2.marketdata.lake.maintain.orphan.search.CatalogTables;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.PathHashes;
import java.io.IOException;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the data files or delete files that a manifest refers to. */
public final class ManifestPaths {
  private ManifestPaths() {}

  /**
   * The hashes of the locations. Entries of removed files do not count: a snapshot that still has
   * such a file refers to it in another manifest.
   *
   * @throws ConflictException if the manifest cannot be read, and the table no longer refers to it
   * @throws MaintenanceRefusedException if the manifest cannot be read
   */
  public static PathHashes read(OrphanSearch search, ManifestFile manifest) {
    try {
      return read(search.table().table(), manifest);
    } catch (MaintenanceRefusedException e) {
      Table newest = CatalogTables.load(search.catalog()).get(search.name());
      throw References.manifests(newest).containsKey(manifest.path())
          ? e
          : ConcurrentExpiry.conflict(newest.name(), e);
    }
  }

  private static PathHashes read(Table table, ManifestFile manifest) {
    try (CloseableIterable<String> paths =
        ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
      return PathHashes.ofReferences(paths);
    } catch (RuntimeException | IOException e) {
      throw OrphanSearch.refusals(table.name()).unreadable(manifest.path(), e);
    }
  }
}
