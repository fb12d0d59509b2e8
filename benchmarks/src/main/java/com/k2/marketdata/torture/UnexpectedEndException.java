package com.k2.marketdata.torture;

import com.k2.marketdata.torture.driver.Driver;
import java.util.OptionalInt;

/**
 * A driver ended by itself or made no progress, although nothing was done to it that explains it.
 */
final class UnexpectedEndException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnexpectedEndException(String message) {
    super(message);
  }

  /** A driver that was expected to commit, to end, or to keep running. */
  static UnexpectedEndException of(Driver driver, String expected, OptionalInt exitCode) {
    return new UnexpectedEndException(
        "The driver of "
            + driver.job().pipeline()
            + " was expected to "
            + expected
            + ", but it "
            + (exitCode.isPresent()
                ? "ended with exit code " + exitCode.getAsInt()
                : "is still running and did not")
            + ". Its log is "
            + driver.log());
  }
}
