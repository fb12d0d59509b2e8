package com.k2.marketdata.soak;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a run has to end: at its end, or when this process is interrupted by Ctrl-C. The last one is
 * closed first.
 */
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;
  private volatile boolean interrupted;

  Resources() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "end-soak"));
  }

  /** Whether everything was ended before the run was over. */
  boolean isInterrupted() {
    return interrupted;
  }

  private void interrupt() {
    interrupted = !open.isEmpty();
    close();
  }

  /**
   * Adds a resource that may be closed several times. After the run was ended, closes it at once.
   *
   * @throws IllegalStateException if the run was ended
   */
  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    if (closed) {
      close();
    }
    requireOpen();
    return resource;
  }

  /**
   * Keeps a run from going on after it was ended.
   *
   * @throws IllegalStateException if it was
   */
  synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The run was ended");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("Cannot clean up: " + e);
      }
    }
  }
}
