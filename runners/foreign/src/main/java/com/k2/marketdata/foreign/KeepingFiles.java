package com.k2.marketdata.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.iceberg.hadoop.HadoopFileIO;

/**
 * Deletes nothing. Appends the location of each file that is to be deleted to the file that the
 * catalog property {@value #LIST} names, one a line.
 */
public final class KeepingFiles extends HadoopFileIO {
  /** The catalog property that names the list. */
  public static final String LIST = "k2.test.deletions";

  /** For Iceberg, which creates it by its class name. */
  public KeepingFiles() {}

  @Override
  public void deleteFile(String path) {
    deleteFiles(List.of(path));
  }

  @Override
  public void deleteFiles(Iterable<String> paths) {
    synchronized (KeepingFiles.class) {
      try {
        Files.write(
            Path.of(properties().get(LIST)),
            paths,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
