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
 * Tells a health check how the loop is doing: a file whose first line is {@code healthy} or {@code
 * unhealthy}, followed by a line for each exchange in trouble. A job that holds is alive, so that
 * no restart policy spins, but not healthy.
 */
final class HealthFile {
  private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

  private final @Nullable Path file;
  private final Map<String, String> troubles = new TreeMap<>();
  private @Nullable String written;

  /**
   * @param file null for none
   */
  HealthFile(@Nullable Path file) {
    this.file = file;
  }

  /** That an exchange has no trouble, or no longer. */
  void well(String name) {
    troubles.remove(name);
    write();
  }

  /** That an exchange is in trouble. */
  void ill(String name, String why) {
    troubles.put(name, why);
    write();
  }

  private void write() {
    if (file == null) {
      return;
    }
    StringBuilder text = new StringBuilder(troubles.isEmpty() ? "healthy\n" : "unhealthy\n");
    troubles.forEach((name, why) -> text.append(name).append(": ").append(why).append('\n'));
    if (text.toString().equals(written)) {
      return;
    }
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      written = text.toString();
    } catch (IOException e) {
      LOG.warn("The health file {} could not be written: {}", file, e.toString());
    }
  }
}
