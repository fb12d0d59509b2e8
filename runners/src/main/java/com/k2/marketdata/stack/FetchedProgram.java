package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program of a server, which Maven fetches on first use.
 *
 * @param artifact Maven's coordinates, GROUP:ARTIFACT:VERSION:TYPE:CLASSIFIER; an archive of type
 *     tar.gz is unpacked
 * @param folder that the program is put into; only the program is there
 * @param name of the program's main file
 */
record FetchedProgram(String artifact, Path folder, String name) {
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";
  private static final Duration WITHIN = Duration.ofMinutes(10);

  Path file() {
    return folder.resolve(name);
  }

  /** Whether the program has been fetched. */
  boolean isInstalled() {
    return Files.exists(file());
  }

  /**
   * Fetches the program, unless it is there.
   *
   * @param log that Maven's output goes to
   */
  void install(Path log) {
    if (isInstalled()) {
      return;
    }
    Path draft = folder.resolveSibling("fetching");
    List<String> command =
        List.of(
            "mvn",
            "-q",
            "-B",
            PLUGIN + (artifact.contains(":tar.gz:") ? "unpack" : "copy"),
            "-Dartifact=" + artifact,
            "-DoutputDirectory=" + draft);
    try {
      PrivateFiles.createFolders(draft);
      Process maven =
          new ProcessBuilder(command)
              .directory(draft.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!maven.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS) || maven.exitValue() != 0) {
        maven.destroy();
        throw new SystemFaultException(
            "Maven could not fetch " + artifact + "; its output is in " + log);
      }
      // Atomic: an interrupted fetch is repeated.
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot run Maven to fetch " + artifact + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while fetching " + artifact, e);
    }
  }
}
