package com.k2.marketdata.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for health checks. Its first line is {@code healthy} or {@code unhealthy}; a line for each
 * unhealthy exchange follows. A job that holds at a hole is unhealthy but keeps running, so that it
 * is not restarted in a loop.
 */
public final class HealthFile {
  private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

  private final @Nullable Path file;
  private final Map<String, String> failures = new TreeMap<>();
  private @Nullable String written;

  /**
   * @param file null to write no file
   */
  public HealthFile(@Nullable Path file) {
    this.file = file;
  }

  /** Records that an exchange or a table is healthy. */
  public void recovered(String name) {
    failures.remove(name);
    write();
  }

  /** Records that an exchange or a table is unhealthy. */
  public void failed(String name, String why) {
    failures.put(name, why);
    write();
  }

  private void write() {
    if (file == null) {
      return;
    }
    StringBuilder text = new StringBuilder(failures.isEmpty() ? "healthy\n" : "unhealthy\n");
    failures.forEach((name, why) -> text.append(name).append(": ").append(why).append('\n'));
    if (text.toString().equals(written)) {
      return;
    }
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      written = text.toString();
    } catch (IOException e) {
      LOG.warn("Could not write the health file {}: {}", file, e.toString());
    }
  }
}
