package com.k2.marketdata.lake.write.spill;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where tasks spill rows for which no data file is open, and how much space they may use.
 *
 * @param folder a folder on the machine that runs the task; null for the process's default folder
 * @param maxBytes the maximum size of a task's spill file, in bytes
 */
public record SpillSettings(@Nullable String folder, long maxBytes) implements Serializable {
  /** The folder for temporary files, and at most 4 GiB. */
  public static final SpillSettings DEFAULTS = new SpillSettings(null, 4L << 30);

  /** Set by Spark for executors: folders that it deletes when the application ends. */
  private static final List<String> SPARK_FOLDERS =
      List.of("SPARK_EXECUTOR_DIRS", "SPARK_LOCAL_DIRS");

  /** The folder to use in this process. */
  Path localFolder() {
    return localFolder(System.getenv());
  }

  Path localFolder(Map<String, String> environment) {
    if (folder != null) {
      return Path.of(folder);
    }
    return SPARK_FOLDERS.stream()
        .map(name -> environment.getOrDefault(name, ""))
        .map(folders -> folders.split("[,:]")[0])
        .filter(first -> !first.isEmpty())
        .findFirst()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
  }
}
