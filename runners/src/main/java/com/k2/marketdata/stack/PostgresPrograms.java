package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The installed programs of PostgreSQL. They refuse to run as root: for root, they run as the user
 * of Debian's package.
 *
 * @param installations has a folder for each major version, such as {@code 15}
 */
record PostgresPrograms(Path installations) {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final String USER = "postgres";

  static PostgresPrograms ofDebian() {
    return new PostgresPrograms(DEBIAN);
  }

  /** Whether a version is installed. */
  boolean isInstalled() {
    return newest().isPresent();
  }

  /**
   * Requires a version that can use a data folder, which may not exist yet.
   *
   * @throws UsageException if there is none
   */
  void require(Path data) {
    folder(data);
  }

  /** The start of a command that runs a program of the version that the data folder requires. */
  List<String> command(String program, Path data) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      // Folders above the data are private to root. The capability lets the other user pass them.
      command.addAll(
          List.of(
              "setpriv",
              "--reuid=" + USER,
              "--regid=" + USER,
              "--clear-groups",
              "--inh-caps=+dac_override",
              "--ambient-caps=+dac_override"));
    }
    command.add(folder(data).resolve("bin").resolve(program).toString());
    return command;
  }

  /** Gives a new data folder to the user that the programs run as. */
  void own(Path data) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    }
  }

  private Path folder(Path data) {
    Path version = data.resolve("PG_VERSION");
    if (!Files.exists(version)) {
      return newest()
          .orElseThrow(
              () ->
                  new UsageException(
                      "PostgreSQL is not installed in "
                          + installations
                          + ". Install it with `apt-get install postgresql`."));
    }
    String major = read(version).strip();
    if (!hasPrograms(installations.resolve(major))) {
      throw new UsageException(
          data
              + " is of PostgreSQL "
              + major
              + ", which is not installed in "
              + installations
              + ". Install it with `apt-get install postgresql-"
              + major
              + "`.");
    }
    return installations.resolve(major);
  }

  private Optional<Path> newest() {
    if (!Files.isDirectory(installations)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(installations)) {
      return versions
          .filter(PostgresPrograms::hasPrograms)
          .filter(version -> version.getFileName().toString().matches("\\d{1,4}"))
          .max(Comparator.comparingInt(version -> Integer.parseInt(version.getFileName() + "")));
    } catch (IOException e) {
      throw new SystemFaultException("Cannot list " + installations + ": " + e, e);
    }
  }

  private static boolean hasPrograms(Path version) {
    return Files.isExecutable(version.resolve("bin/postgres"))
        && Files.isExecutable(version.resolve("bin/initdb"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot read " + file + ": " + e, e);
    }
  }

  private static boolean isRoot() {
    return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
  }
}
