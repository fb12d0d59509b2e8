package com.k2.marketdata.launch;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UsageException;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Checks at the start of a process what would otherwise fail later with an obscure error. */
public final class MachineCheck {
  private static final int JAVA = 17;

  /** Java keeps every jar of the class path open, some 300. {@code bin/k2} has the same limit. */
  private static final long OPEN_FILES = 1024;

  private MachineCheck() {}

  /**
   * Checks the machine for a job.
   *
   * @param name of the job
   * @param args its arguments, see {@link FatalHold}
   * @throws UsageException that says what to change
   */
  public static void requireFor(String name, String... args) {
    FatalHold.around(
        name,
        args,
        () -> {
          // First, since Java's own classes fail if they cannot decode the working directory.
          LocaleCharset.requireReadable();
          require();
          return ExitCode.DONE;
        });
  }

  /**
   * Requires Java 17 and a sufficient limit of open files.
   *
   * @throws UsageException that says what to change
   */
  public static void require() {
    require(Runtime.version().feature(), openFiles());
  }

  static void require(int java, long openFiles) {
    if (java != JAVA) {
      throw new UsageException(
          "K2 runs on Java "
              + JAVA
              + " (Spark and Hadoop fail on other versions), but this is Java "
              + java
              + " in "
              + System.getProperty("java.home")
              + ". Set JAVA_HOME to a JDK "
              + JAVA
              + ".");
    }
    if (openFiles < OPEN_FILES) {
      throw new UsageException(
          "This process may open only "
              + openFiles
              + " files, and K2 needs "
              + OPEN_FILES
              + ". Raise the limit, for example with `ulimit -n 4096`.");
    }
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
