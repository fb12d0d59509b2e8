package com.k2.marketdata.cycle;

/** A pipeline failed with an {@link Error} that its runner logged and dropped. */
public final class LostErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LostErrorException() {
    super("The pipeline ended with an Error, which the log shows; it may be an OutOfMemoryError");
  }
}
