package com.k2.marketdata.stack;

import com.k2.marketdata.lake.table.TableRole;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Deletes what K2 created, and collects what it keeps. Symbolic links are kept. */
final class Wipe {
  /** The folders that Iceberg creates in the folder of a table. */
  private static final Pattern TABLE_FOLDERS = Pattern.compile("data|metadata");

  private final List<Path> kept = new ArrayList<>();

  /** What was kept because K2 did not create it. */
  List<Path> kept() {
    return kept;
  }

  /** Deletes the folders of K2's tables in a warehouse. */
  void warehouse(Path warehouse) throws IOException {
    if (!isFolder(warehouse)) {
      kept.add(warehouse);
      return;
    }
    for (Path namespace : entries(warehouse)) {
      if (isFolder(namespace) && (isEmpty(namespace) || hasTables(namespace))) {
        for (Path table : entries(namespace)) {
          if (isTable(table)) {
            folder(table, TABLE_FOLDERS);
          } else {
            kept.add(table);
          }
        }
        deleteIfEmpty(namespace);
      } else {
        kept.add(namespace);
      }
    }
    deleteIfEmpty(warehouse);
  }

  /** Deletes the entries with these names in a folder, and the folder if it is empty then. */
  void folder(Path folder, Pattern owned) throws IOException {
    if (!isFolder(folder)) {
      kept.add(folder);
      return;
    }
    for (Path entry : entries(folder)) {
      entry(entry, owned.matcher(entry.getFileName().toString()).matches());
    }
    deleteIfEmpty(folder);
  }

  /** Deletes a file, or a folder with everything in it, if K2 created it. */
  void entry(Path entry, boolean isOwned) throws IOException {
    if (isOwned && !Files.isSymbolicLink(entry)) {
      deleteTree(entry);
    } else {
      kept.add(entry);
    }
  }

  private static boolean hasTables(Path namespace) throws IOException {
    return entries(namespace).stream().anyMatch(Wipe::isTable);
  }

  private static boolean isTable(Path folder) {
    return isFolder(folder) && TableRole.isTableName(folder.getFileName().toString());
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    return entries(folder).isEmpty();
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    if (isEmpty(folder)) {
      Files.delete(folder);
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** A link within the tree is deleted, not what it refers to. */
  private static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
