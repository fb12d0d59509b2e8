package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;

/** Files in a local table's folder, and searches five days after they were written. */
public final class PlantedFiles {
  private final TestLake lake;
  private final String table;

  public PlantedFiles(TestLake lake, String table) {
    this.lake = lake;
    this.table = table;
  }

  /** Writes a file that nothing refers to; the path is relative to the table's location. */
  Path plant(String path, String content) {
    Path file = folder().resolve(path);
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path plant(String path) {
    return plant(path, "planted");
  }

  Path folder() {
    return path(lake.load(table).location());
  }

  /** All files in the table's folder, relative to it. */
  Set<String> all() {
    Path folder = folder();
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public OrphanSearch search(OrphanSettings settings) {
    return OrphanSearch.of(
        lake.config(),
        table,
        settings,
        new MaintenanceRun("test"),
        Instant.now().plus(Duration.ofDays(5)));
  }

  OrphanRun.Found find() {
    return OrphanRun.find(search(OrphanSettings.DEFAULTS));
  }

  OrphanResult delete() {
    return OrphanRun.delete(search(OrphanSettings.DEFAULTS.executing()));
  }

  static Path path(String location) {
    return Path.of(URI.create(location.replaceFirst("^file:/*", "file:///")));
  }

  static void overwrite(String location, byte[] bytes) {
    try {
      Files.write(path(location), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void remove(String location) {
    try {
      Files.delete(path(location));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String manifestOf(Table table) {
    return table.currentSnapshot().allManifests(table.io()).get(0).path();
  }
}
