package com.k2.marketdata.torture.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A running driver that faults are injected into. */
public interface Driver {

  /** The pipeline that it runs. */
  Job job();

  /** The cycle that it has planned and not confirmed. */
  Optional<LogEvent.Planned> cycle();

  /** How often it has committed to a table. */
  long commits();

  /** Waits until a window opens; false if the driver ended or the time is over. */
  boolean awaitWindow(Window window, Duration limit);

  /** Waits for more commits than these; false if the driver ended or the time is over. */
  boolean awaitCommit(long before, Duration limit);

  /** Waits for its end; empty if it still runs when the time is over. */
  OptionalInt awaitExit(Duration limit);

  /** Ends it at once, with SIGKILL. */
  void kill();

  /** Suspends it with SIGSTOP. It keeps what it has in memory, and its connections. */
  void suspend();

  /** Lets it continue with SIGCONT. */
  void resume();

  /** Requests it to end, with SIGTERM. */
  void stop();

  /** Where its log is, for messages. */
  String log();
}
