package com.k2.marketdata.verify.scan;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.text.Counted;
import com.k2.marketdata.verify.scan.FileFault.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.iceberg.CombinedScanTask;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the manifests of a pinned snapshot that cannot be read, and lists the files of the others.
 */
final class ManifestCheck {
  private final PinnedLake lake;
  private final TableRole role;
  private final Table table;
  private final List<FileFault> faults = new ArrayList<>();
  private final List<DataFile> files = new ArrayList<>();
  private boolean deletes;

  private ManifestCheck(PinnedLake lake, TableRole role) {
    this.lake = lake;
    this.role = role;
    this.table = lake.tables().require(role).table();
  }

  static ManifestCheck of(PinnedLake lake, TableRole role) {
    ManifestCheck check = new ManifestCheck(lake, role);
    Long snapshot = lake.tables().require(role).snapshot();
    if (snapshot != null) {
      check.manifests(check.table.snapshot(snapshot)).forEach(check::read);
    }
    return check;
  }

  /** The manifests, or the manifest list, that cannot be read. */
  List<FileFault> faults() {
    return List.copyOf(faults);
  }

  /**
   * Tasks for the files of the readable manifests. Empty if the snapshot has delete files, because
   * the rows that they delete would be read too.
   */
  List<CombinedScanTask> readable() {
    return deletes || files.isEmpty() ? List.of() : ScanPlan.ofFiles(table, files);
  }

  private List<ManifestFile> manifests(Snapshot snapshot) {
    try {
      return snapshot.allManifests(table.io());
    } catch (RuntimeException e) {
      find(
          snapshot.manifestListLocation(),
          null,
          "the manifests of snapshot " + snapshot.snapshotId(),
          e);
      return List.of();
    }
  }

  private void read(ManifestFile manifest) {
    deletes |= manifest.content() == ManifestContent.DELETES;
    List<DataFile> found = new ArrayList<>();
    try (ManifestReader<?> reader = open(manifest)) {
      reader.forEach(
          file -> {
            if (file instanceof DataFile data) {
              found.add(data.copy());
            }
          });
      files.addAll(found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      find(manifest.path(), manifest.length(), described(manifest), e);
    }
  }

  private ManifestReader<?> open(ManifestFile manifest) {
    ManifestReader<?> reader =
        manifest.content() == ManifestContent.DATA
            ? ManifestFiles.read(manifest, table.io(), table.specs())
            : ManifestFiles.readDeleteManifest(manifest, table.io(), table.specs());
    return reader.filterRows(ScanPlan.filter(lake, role));
  }

  private void find(String path, @Nullable Long length, String expected, RuntimeException failure) {
    OptionalLong found = StoredFile.length(table, path, () -> {});
    if (found.isEmpty()) {
      faults.add(new FileFault(Kind.MANIFEST_MISSING, role, path, "does not exist", expected));
      return;
    }
    String problem =
        length == null || found.getAsLong() == length
            ? "cannot be decoded (" + ExceptionUtils.getRootCauseMessage(failure) + ")"
            : String.format("has %,d bytes, not %,d", found.getAsLong(), length);
    faults.add(new FileFault(Kind.MANIFEST_DAMAGED, role, path, problem, expected));
  }

  private static String described(ManifestFile manifest) {
    return Counted.of(sum(manifest.addedFilesCount(), manifest.existingFilesCount()), "file")
        + " with "
        + Counted.of(sum(manifest.addedRowsCount(), manifest.existingRowsCount()), "row");
  }

  private static long sum(@Nullable Number one, @Nullable Number other) {
    return (one == null ? 0 : one.longValue()) + (other == null ? 0 : other.longValue());
  }
}
