package com.k2.marketdata.stack.cluster;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.classdata.ClassDataArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the class-data archive of the local cluster, with which jobs start faster. */
public record ArchivedClasses(ClassDataArchive archive) {
  private static final Logger LOG = LoggerFactory.getLogger(ArchivedClasses.class);
  private static final Duration MADE_WITHIN = Duration.ofMinutes(5);

  /**
   * Makes the archive, unless it exists. Jobs run without it, so a failure is only reported.
   *
   * @param progress receives one line, for the user
   */
  public void ensure(Consumer<String> progress) {
    if (archive.exists()) {
      return;
    }
    long begin = System.nanoTime();
    Path log = archive.file().resolveSibling("archive.log");
    if (isMade(log)) {
      progress.accept(
          "The classes of jobs are archived for faster starts (%.1f s)"
              .formatted((System.nanoTime() - begin) / 1e9));
    } else {
      progress.accept(
          "The classes of jobs could not be archived, so that jobs start more slowly. The log is "
              + log);
    }
  }

  private boolean isMade(Path log) {
    try {
      make(log);
    } catch (IOException e) {
      LOG.warn("Could not archive classes: {}", e.toString());
    }
    return archive.exists();
  }

  private void make(Path log) throws IOException {
    Path folder = Files.createDirectories(log.getParent());
    for (Path outdated : archive.outdated()) {
      Files.deleteIfExists(outdated);
    }
    // Two commands may make it at the same time.
    Path draft = folder.resolve("draft-" + ProcessHandle.current().pid());
    try {
      run(archive.making(draft), log);
      if (Files.exists(draft)) {
        Files.move(draft, archive.file(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void run(SparkSubmitCommand command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command.command())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(command.environment());
    Process process = builder.start();
    try {
      if (!process.waitFor(MADE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Classes were not archived within {} minutes", MADE_WITHIN.toMinutes());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while classes were archived", e);
    } finally {
      process.destroy();
    }
  }
}
