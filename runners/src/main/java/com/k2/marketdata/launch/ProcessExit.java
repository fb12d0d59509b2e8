package com.k2.marketdata.launch;

import com.k2.marketdata.failure.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Exits this process with a code, even if a shutdown hook hangs. */
final class ProcessExit {
  private static final Duration HOOKS = Duration.ofSeconds(20);

  /** Longer than the cancellation of a cycle and the hooks together. */
  private static final Duration STALLED = Duration.ofSeconds(45);

  private ProcessExit() {}

  static void exit(int code) {
    haltAfter(HOOKS, code);
    System.exit(code);
  }

  /** Makes sure that a stalled process ends with its code, even if its regular end hangs. */
  static void startStallTimer() {
    haltAfter(STALLED, ExitCode.STALLED.code());
  }

  /** Starts a timer that ends the process without hooks, if it still runs then. */
  private static void haltAfter(Duration time, int code) {
    Thread halt = new Thread(() -> halt(time, code), "k2-halt");
    halt.setDaemon(true);
    halt.start();
  }

  /** Logs nothing, because a log whose disk or reader hangs would block it. */
  private static void halt(Duration time, int code) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code);
  }
}
