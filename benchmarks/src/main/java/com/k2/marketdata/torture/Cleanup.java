package com.k2.marketdata.torture;

/**
 * Ends a run's processes and deletes its folder: at the end, or when this process is interrupted by
 * Ctrl-C.
 */
final class Cleanup implements AutoCloseable {
  private final WorkFolder folder;
  private final LocalArena arena;
  private boolean deleteFolder = true;
  private boolean done;
  private volatile boolean interrupted;

  Cleanup(WorkFolder folder, LocalArena arena) {
    this.folder = folder;
    this.arena = arena;
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "end-torture"));
  }

  /** Keeps the folder, because something was wrong; without effect after an interrupt. */
  void keepFolder() {
    deleteFolder = interrupted;
  }

  /** Whether the processes were ended before the run was over. */
  boolean isInterrupted() {
    return interrupted;
  }

  private void interrupt() {
    interrupted = !done;
    close();
  }

  @Override
  public synchronized void close() {
    if (done) {
      return;
    }
    done = true;
    arena.close();
    if (deleteFolder && !folder.keep()) {
      folder.delete();
    }
  }
}
