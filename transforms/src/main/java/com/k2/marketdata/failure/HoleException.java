package com.k2.marketdata.failure;

/**
 * Records between the position and what Kafka holds are gone, or the topic is another one: only a
 * person can decide to go on.
 */
public final class HoleException extends K2Exception {
  public HoleException(String message) {
    this(message, null);
  }

  public HoleException(String message, Throwable cause) {
    super(ExitCode.HOLE, message, cause);
  }
}
