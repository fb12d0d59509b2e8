package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder with everything that K2 keeps on this machine: the local stack, and the default
 * catalog and warehouse. A marker file distinguishes it from other folders, so that nothing else is
 * ever deleted.
 */
public final class StateFolder {
  private static final String MARKER = "k2-state";
  private static final String MARKER_TEXT =
      "K2 keeps its local state in this folder. 'k2 down --wipe' clears it.\n";
  private static final String LOCK = "lock";

  /** The entries that K2 creates here. Any other entry does not belong to K2. */
  private static final Pattern OWNED =
      Pattern.compile("stack|catalog\\.(db|db-wal|db-shm|db-journal|ready|lock)|warehouse|lock");

  private final Path path;

  private StateFolder(Path path) {
    this.path = path;
  }

  /** The folder at a path; nothing is created yet. */
  public static StateFolder at(Path path) {
    return new StateFolder(path.toAbsolutePath().normalize());
  }

  /** Creates the folder and its marker if they do not exist. */
  public StateFolder create() {
    try {
      Files.createDirectories(path);
      if (!isMarked()) {
        // An earlier pipeline run may have created its catalog here, but no marker.
        if (entries().stream().anyMatch(entry -> !isOwned(entry))) {
          throw new UsageException(
              path + " is not empty and not a K2 state folder; name another with --state");
        }
        Files.writeString(path.resolve(MARKER), MARKER_TEXT);
      }
      return this;
    } catch (IOException e) {
      throw new UsageException("Cannot create the state folder " + path + ": " + e, e);
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The folder of a server of the local stack. */
  public Path component(String name) {
    return path.resolve("stack").resolve(name);
  }

  /** Whether K2 created this folder. */
  public boolean isMarked() {
    return Files.isRegularFile(path.resolve(MARKER));
  }

  /** Runs {@code work} while no other command can start or stop the stack. */
  public void exclusively(Runnable work) {
    create();
    try (FileChannel channel =
            FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assert held.isValid();
      work.run();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot lock " + path.resolve(LOCK) + ": " + e, e);
    }
  }

  /**
   * Deletes what K2 created here, and the folder if it is empty then.
   *
   * @return the names of the entries that do not belong to K2 and were kept
   */
  public List<String> wipe() {
    if (!Files.exists(path)) {
      return List.of();
    }
    if (!isMarked()) {
      throw new UsageException(
          path
              + " is not a K2 state folder (it has no file '"
              + MARKER
              + "'): nothing was deleted");
    }
    try {
      for (Path entry : entries()) {
        if (isOwned(entry)) {
          deleteTree(entry);
        }
      }
      Files.delete(path.resolve(MARKER));
      List<String> left = entries().stream().map(entry -> entry.getFileName().toString()).toList();
      if (left.isEmpty()) {
        Files.delete(path);
      }
      return left;
    } catch (IOException e) {
      throw new SystemFaultException("Cannot clear " + path + ": " + e, e);
    }
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.sorted().toList();
    }
  }

  private static boolean isOwned(Path entry) {
    return OWNED.matcher(entry.getFileName().toString()).matches();
  }

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

  @Override
  public String toString() {
    return path.toString();
  }
}
