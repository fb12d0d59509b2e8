package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import java.io.IOException;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the data files or delete files that a manifest refers to. */
final class ManifestPaths {
  private ManifestPaths() {}

  /**
   * The hashes of the locations. Entries of removed files do not count: a snapshot that still has
   * such a file refers to it in another manifest.
   *
   * @throws MaintenanceRefusedException if the manifest cannot be read
   */
  static PathHashes read(Table table, ManifestFile manifest) {
    try (CloseableIterable<String> paths =
        ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
      return PathHashes.ofReferences(paths);
    } catch (RuntimeException | IOException e) {
      throw OrphanSearch.refusals(table.name()).unreadable(manifest.path(), e);
    }
  }
}
