package com.k2.marketdata.bench.inner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts this process's open data files and sockets every few milliseconds. Linux only. */
final class OpenDescriptors implements AutoCloseable {
  private static final Path OPEN = Path.of("/proc/self/fd");

  private final Thread watcher = new Thread(this::watch, "open-descriptors");
  private volatile int maxFiles;
  private volatile int maxSockets;

  OpenDescriptors() {
    watcher.setDaemon(true);
    watcher.start();
  }

  /** The maximum number of Parquet files open at the same time. */
  int maxFiles() {
    return maxFiles;
  }

  /** The maximum number of sockets open at the same time. */
  int maxSockets() {
    return maxSockets;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        count();
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count() {
    int files = 0;
    int sockets = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(OPEN)) {
      for (Path one : all) {
        String target = target(one);
        files += target.endsWith(".parquet") ? 1 : 0;
        sockets += target.startsWith("socket:") ? 1 : 0;
      }
    } catch (IOException e) {
      return; // skip this sample
    }
    maxFiles = Math.max(maxFiles, files);
    maxSockets = Math.max(maxSockets, sockets);
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
