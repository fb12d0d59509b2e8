package com.k2.marketdata.stack.cluster;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.classdata.ClassDataArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** Makes the class-data archive of the local cluster, with which jobs start faster. */
public record ArchivedClasses(ClassDataArchive archive) {

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
    if (make(log)) {
      progress.accept(
          "The classes of jobs are archived for faster starts (%.1f s)"
              .formatted((System.nanoTime() - begin) / 1e9));
    } else {
      progress.accept(
          "The classes of jobs could not be archived, so that jobs start more slowly. The log is "
              + log);
    }
  }

  private boolean make(Path log) {
    Path folder = log.getParent();
    try {
      Files.createDirectories(folder);
      for (Path outdated : archive.outdated()) {
        Files.delete(outdated);
      }
      // Two commands may make it at the same time.
      Path draft = folder.resolve("draft-" + ProcessHandle.current().pid());
      run(archive.making(draft), log);
      if (Files.exists(draft)) {
        Files.move(draft, archive.file(), StandardCopyOption.ATOMIC_MOVE);
      }
      return archive.exists();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot write into " + folder + ": " + e, e);
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
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while classes were archived", e);
    } finally {
      process.destroy();
    }
  }
}
