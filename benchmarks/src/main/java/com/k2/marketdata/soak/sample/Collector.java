package com.k2.marketdata.soak.sample;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Requests full collections of JVMs. The serial collector may need hours until the next one, and
 * the used heap after any other collection also has garbage.
 */
public final class Collector {
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  private Collector() {}

  /** Requests a full collection; without effect if the process has ended. */
  public static void collect(long pid) {
    try {
      new ProcessBuilder(JCMD.toString(), "-J-XX:TieredStopAtLevel=1", Long.toString(pid), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot start " + JCMD + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
