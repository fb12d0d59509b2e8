package com.k2.marketdata.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The resources that a process and its machine have used up to one moment, from Linux's {@code
 * /proc}.
 *
 * @param nanos the moment, from {@link System#nanoTime}
 * @param cpuSeconds user and system time of the process and of the children that it has waited for
 * @param jitSeconds the part of it spent in compiler threads
 * @param gcSeconds the part of it spent in garbage collector threads
 * @param peakRssBytes maximum resident memory so far
 * @param machineSeconds CPU time of all processes of the machine
 */
record ProcessSample(
    long nanos,
    double cpuSeconds,
    double jitSeconds,
    double gcSeconds,
    long peakRssBytes,
    double machineSeconds) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;
  private static final int CSTIME = 14;

  static ProcessSample of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      long nanos = System.nanoTime();
      double jit = 0;
      double gc = 0;
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
        for (Path thread : threads) {
          Stat stat = Stat.ofThread(thread);
          if (stat.name.startsWith("C1 Comp") || stat.name.startsWith("C2 Comp")) {
            jit += stat.seconds(UTIME, 2);
          } else if (stat.name.startsWith("GC ")
              || stat.name.startsWith("G1 ")
              || stat.name.startsWith("ParGC")) {
            gc += stat.seconds(UTIME, 2);
          }
        }
      }
      return new ProcessSample(
          nanos,
          Stat.of(process).seconds(UTIME, CSTIME - UTIME + 1),
          jit,
          gc,
          peakRss(process),
          machine());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot measure process " + pid, e);
    }
  }

  private static long peakRss(Path process) throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    return 0;
  }

  /** All CPU time except idle, I/O wait, stolen and guest time. */
  private static double machine() throws IOException {
    String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
    long busy = 0;
    for (int field : new int[] {1, 2, 3, 6, 7}) {
      busy += Long.parseLong(cpu[field]);
    }
    return busy / TICKS_PER_SECOND;
  }

  /** A line of {@code /proc/…/stat}: the name in parentheses, then numbers. */
  private record Stat(String name, List<String> fields) {
    private static final Stat ENDED = new Stat("", List.of());

    static Stat of(Path folder) throws IOException {
      String line = Files.readString(folder.resolve("stat"));
      int end = line.lastIndexOf(')');
      return new Stat(
          line.substring(line.indexOf('(') + 1, end),
          List.of(line.substring(end + 2).trim().split(" ")));
    }

    /** Empty if the thread has ended meanwhile. */
    static Stat ofThread(Path folder) throws IOException {
      try {
        return of(folder);
      } catch (NoSuchFileException e) {
        return ENDED;
      } catch (IOException e) {
        if (Files.exists(folder)) {
          throw e;
        }
        return ENDED;
      }
    }

    double seconds(int field, int count) {
      long ticks = 0;
      for (int i = field; i < field + count; i++) {
        ticks += Long.parseLong(fields.get(i));
      }
      return ticks / TICKS_PER_SECOND;
    }
  }
}
