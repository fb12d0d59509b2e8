package com.k2.marketdata.failure;

/**
 * A cycle needed more memory than its JVM has. Cycles are planned smaller until a single message is
 * left; if that does not fit either, the JVM needs a larger heap.
 */
public final class OutOfMemoryException extends K2Exception {
  public OutOfMemoryException(String message) {
    this(message, null);
  }

  public OutOfMemoryException(String message, Throwable cause) {
    super(ExitCode.OUT_OF_MEMORY, message, cause);
  }
}
