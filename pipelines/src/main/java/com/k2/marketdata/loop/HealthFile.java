package com.k2.marketdata.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for health checks. Its first line is {@code healthy} or {@code unhealthy}; a line for each
 * unhealthy exchange follows. A job that holds is unhealthy but keeps running, so that it is not
 * restarted in a loop.
 *
 * <p>While the job is alive the file is written again every {@link #INTERVAL}, so that its age
 * shows a process that hangs. Thread-safe.
 */
public final class HealthFile {
  /** How often {@link #touch} should be called, and writes the file again. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(HealthFile.class);

  private final @Nullable Path file;
  private final LongSupplier nanoTime;
  private final Map<String, String> failures = new TreeMap<>();
  private @Nullable String written;
  private long writtenAt;

  /**
   * @param file null to write no file
   */
  public HealthFile(@Nullable Path file) {
    this(file, System::nanoTime);
  }

  HealthFile(@Nullable Path file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
  }

  /**
   * A file for a process that starts. Deletes the file of the last process, which says nothing
   * about this one.
   *
   * @param option the value of {@code --healthFile}; null to write no file
   */
  public static HealthFile start(@Nullable String option) {
    HealthFile health = new HealthFile(option == null ? null : Path.of(option));
    try {
      if (health.file != null) {
        Files.deleteIfExists(health.file);
      }
    } catch (IOException e) {
      LOG.warn("Could not delete the old health file {}: {}", health.file, e.toString());
    }
    return health;
  }

  /** Records that an exchange or a table is healthy. */
  public synchronized void recovered(String name) {
    failures.remove(name);
    write();
  }

  /** Records that an exchange or a table is unhealthy. */
  public synchronized void failed(String name, String why) {
    failures.put(name, why);
    write();
  }

  /**
   * Shows that the job is alive. Writes the file again if the last write was {@link #INTERVAL} ago;
   * does nothing before the first record.
   */
  public synchronized void touch() {
    if (written != null && nanoTime.getAsLong() - writtenAt >= INTERVAL.toNanos()) {
      written = "";
      write();
    }
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
      writtenAt = nanoTime.getAsLong();
    } catch (IOException e) {
      LOG.warn("Could not write the health file {}: {}", file, e.toString());
    }
  }
}
