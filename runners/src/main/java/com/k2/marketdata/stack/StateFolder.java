package com.k2.marketdata.stack;

import com.k2.marketdata.failure.MachineFaults;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
      Pattern.compile(
          "stack|cluster|catalog\\.(db|db-wal|db-shm|db-journal|ready|lock)|warehouse|lock");

  private static final String WAREHOUSE = "warehouse";
  private static final String STACK = "stack";
  private static final String CLUSTER = "cluster";

  /** The entries that K2 creates in the folder of the local stack. */
  private static final Pattern COMPONENTS =
      Pattern.compile("kafka|registry|sample|store|postgres|rest|master|worker-\\d+");

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
      PrivateFiles.createFolders(path);
      if (!isMarked()) {
        // An earlier pipeline run may have created its catalog here, but no marker.
        if (entries().stream().anyMatch(entry -> !isOwned(entry))) {
          throw new UsageException(
              path + " is not empty and not a K2 state folder; name another with --state.");
        }
        Files.writeString(PrivateFiles.createFile(path.resolve(MARKER)), MARKER_TEXT);
      }
      PrivateFiles.createFolders(path.resolve(STACK));
      return this;
    } catch (IOException e) {
      String failure =
          "Cannot create the state folder "
              + path
              + ": "
              + e
              + ". Name a folder that you may write to with --state or K2_STATE.";
      throw MachineFaults.in(new SystemFaultException(failure, e))
          .orElseGet(() -> new UsageException(failure, e));
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** The folder of a server of the local stack. */
  public Path component(String name) {
    return path.resolve(STACK).resolve(name);
  }

  /** The folder of the local cluster, beside those of its servers. */
  public Path cluster() {
    return path.resolve(CLUSTER);
  }

  /** Whether K2 created this folder. */
  public boolean isMarked() {
    return Files.isRegularFile(path.resolve(MARKER));
  }

  /**
   * Runs {@code work} while no other command, and no other thread of this one, can start or stop a
   * stack.
   */
  public void exclusively(Runnable work) {
    // Java refuses to wait for a lock on a file that another thread of this process holds.
    synchronized (StateFolder.class) {
      locked(work);
    }
  }

  private void locked(Runnable work) {
    create();
    Path lock = path.resolve(LOCK);
    try (FileChannel channel =
            FileChannel.open(PrivateFiles.createFile(lock), StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assert held.isValid();
      work.run();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot lock " + lock + ": " + e, e);
    }
  }

  /**
   * Deletes what K2 created here, and the folders that are empty then. Symbolic links are kept, as
   * K2 creates none, and never followed.
   *
   * @return the entries that do not belong to K2 and were kept, relative to this folder
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
      Wipe wipe = new Wipe();
      for (Path entry : entries()) {
        wipe(entry, wipe);
      }
      Files.delete(path.resolve(MARKER));
      if (wipe.kept().isEmpty()) {
        Files.delete(path);
      }
      return wipe.kept().stream().map(kept -> path.relativize(kept).toString()).toList();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot clear " + path + ": " + e, e);
    }
  }

  private static void wipe(Path entry, Wipe wipe) throws IOException {
    switch (entry.getFileName().toString()) {
      case MARKER -> {} // last, so that a wipe that was interrupted can be repeated
      case WAREHOUSE -> wipe.warehouse(entry);
      case STACK -> wipe.folder(entry, COMPONENTS);
      default -> wipe.entry(entry, isOwned(entry));
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

  @Override
  public String toString() {
    return path.toString();
  }
}
