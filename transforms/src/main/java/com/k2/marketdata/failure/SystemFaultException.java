package com.k2.marketdata.failure;

import java.util.function.Supplier;

/**
 * A system that K2 depends on (broker, schema registry, catalog, store) failed or did not answer.
 */
public final class SystemFaultException extends K2Exception {
  public SystemFaultException(String message) {
    this(message, null);
  }

  public SystemFaultException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private SystemFaultException(String message, Throwable cause, boolean endsProcess) {
    super(ExitCode.SYSTEM_FAULT, message, cause, endsProcess);
  }

  /** A failure after which no further attempt of this process can succeed. */
  public static SystemFaultException endingProcess(String message, Throwable cause) {
    return new SystemFaultException(message, cause, true);
  }

  /**
   * Runs a call to a catalog or store. K2's own exceptions pass through; any other failure becomes
   * a system fault with the original failure as its cause. The message includes the innermost
   * cause.
   *
   * @param what what failed, the start of the message
   */
  public static <T> T wrapping(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (K2Exception e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SystemFaultException(what + ": " + withRoot(e), e);
    }
  }

  private static String withRoot(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return root == failure || message.contains(String.valueOf(root.getMessage()))
        ? message
        : message + " (" + root + ")";
  }
}
