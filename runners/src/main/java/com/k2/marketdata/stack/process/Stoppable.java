package com.k2.marketdata.stack.process;

import java.util.Optional;

/** A background process, running or not. */
public interface Stoppable {
  /** The process id, if it is running. */
  Optional<Long> pid();

  /** Requests it to end and waits until it has; false if it was not running. */
  boolean stop();
}
