package com.k2.marketdata.launch;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exits this process with a code, even if a shutdown hook hangs. */
final class ProcessExit {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessExit.class);
  private static final int HOOK_SECONDS = 20;

  private ProcessExit() {}

  static void exit(int code) {
    Thread halt = new Thread(() -> haltLater(code), "k2-halt");
    halt.setDaemon(true);
    halt.start();
    System.exit(code);
  }

  private static void haltLater(int code) {
    try {
      TimeUnit.SECONDS.sleep(HOOK_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.error("The shutdown took longer than {} s; halting with code {}", HOOK_SECONDS, code);
    Runtime.getRuntime().halt(code);
  }
}
