package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** The files in the folder of a local table. */
public final class StoredFiles {
  private final Table table;

  public StoredFiles(Table table) {
    this.table = table;
  }

  /** The files that no snapshot refers to, other than table metadata and checksums. */
  public Set<Path> unreferenced() {
    Set<Path> files = new TreeSet<>();
    try (Stream<Path> all = Files.walk(path(table.location()))) {
      all.filter(Files::isRegularFile).filter(StoredFiles::isOfASnapshot).forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.removeAll(referenced());
    return files;
  }

  private static boolean isOfASnapshot(Path file) {
    String name = file.getFileName().toString();
    return !name.contains(".metadata.json") && !name.endsWith(".crc");
  }

  private Set<Path> referenced() {
    Set<Path> files = new TreeSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      files.add(path(snapshot.manifestListLocation()));
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        files.add(path(manifest.path()));
        try (CloseableIterable<String> paths =
            ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
          paths.forEach(location -> files.add(path(location)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return files;
  }

  private static Path path(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }
}
