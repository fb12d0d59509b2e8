package com.k2.marketdata.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files that nothing refers to, in the folder of a table whose files have become old. */
final class PlantedOrphans {
  /** How many of each name. */
  private static final int COUNT = 21;

  /** By the names that Iceberg, K2 and others give to files. */
  private static final List<String> NAMES =
      List.of(
          "data/timestamp_day=2026-01-01/00000-%d-a.parquet",
          "data/00000-%d-a.orc",
          "data/00000-%d-a.avro",
          "data/timestamp_day=2026-01-01/00000-%d-a-deletes.parquet",
          "data/%d-eq-deletes.parquet",
          "data/with space/50%%/ü + #%d.parquet",
          "data/a/b/c/%d",
          "metadata/%d-m0.avro",
          "metadata/optimized-m-%d.avro",
          "metadata/snap-%d-1-a.avro",
          "metadata/%d.stats",
          "metadata/%d.puffin",
          "metadata/partition-stats-%d.parquet",
          "metadata/k2-intent-%d.jsonl",
          "metadata/k2-maintain-%d.bin");

  /** Never removed, by K2 or by Spark. */
  private static final List<String> HIDDEN =
      List.of(
          "data/.hidden.parquet",
          "data/_temporary/0/a.parquet",
          "metadata/version-hint.text",
          "metadata/.a.crc");

  /** Decision 19: only the folders for data and metadata are listed. */
  private static final List<String> OUTSIDE =
      List.of("a.parquet", "other/a.parquet", "data-old/a.parquet");

  /** Decision 19: a file whose age is unknown stays. */
  private static final String WITHOUT_AGE = "data/without-age.parquet";

  private static final String YOUNG = "data/young-%d.parquet";

  private final Path folder;

  private PlantedOrphans(Path folder) {
    this.folder = folder;
  }

  /** Plants the files, and gives them and all other files of the table but some this time. */
  static PlantedOrphans in(Path folder, Instant time, String uuid) {
    PlantedOrphans planted = new PlantedOrphans(folder);
    Stream.of(planted.removed(), planted.hidden(), planted.kept(), planted.young())
        .flatMap(Set::stream)
        .forEach(file -> plant(file, "planted"));
    plant(planted.neighbor(), "planted");
    setTime(planted.neighbor(), time);
    plant(planted.metadata(), "{\"table-uuid\":\"" + uuid + "\"}");
    planted.setTime(time);
    return planted;
  }

  /** The files that K2 and Spark remove. */
  Set<Path> removed() {
    return NAMES.stream().flatMap(this::numbered).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The files that Spark removes and K2 does not, except for {@code *.metadata.json}. */
  Set<Path> kept() {
    return Stream.concat(OUTSIDE.stream(), Stream.of(WITHOUT_AGE))
        .map(folder::resolve)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Metadata that a lost race has left: Spark removes it, K2 does not. */
  Path metadata() {
    return folder.resolve("metadata/00099-a.metadata.json");
  }

  /** A file of another table, whose name continues the table's. */
  Path neighbor() {
    return folder.resolveSibling(folder.getFileName() + "_2").resolve("data/a.parquet");
  }

  private Set<Path> hidden() {
    return HIDDEN.stream().map(folder::resolve).collect(Collectors.toSet());
  }

  private Set<Path> young() {
    return numbered(YOUNG).collect(Collectors.toSet());
  }

  /** Every file in the folder but {@code *.metadata.json}, which every commit replaces. */
  Set<Path> stored() {
    return all()
        .filter(file -> !file.toString().contains(".metadata.json"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void setTime(Instant time) {
    Set<Path> young = young();
    all().filter(file -> !young.contains(file)).forEach(file -> setTime(file, time));
    setTime(folder.resolve(WITHOUT_AGE), Instant.EPOCH);
  }

  private Stream<Path> numbered(String pattern) {
    return Stream.iterate(1, i -> i + 1)
        .limit(COUNT)
        .map(i -> folder.resolve(String.format(pattern, i)));
  }

  /** Gives all files in a folder this time. */
  static void setTimes(Path folder, Instant time) {
    new PlantedOrphans(folder).all().forEach(file -> setTime(file, time));
  }

  private Stream<Path> all() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void plant(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void setTime(Path file, Instant time) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
