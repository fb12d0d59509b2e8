package com.k2.marketdata.soak.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The resident memory of a process at one moment, from Linux's {@code /proc}.
 *
 * @param residentBytes now
 * @param peakBytes the largest that the kernel has seen so far
 */
public record ProcessMemory(long residentBytes, long peakBytes) {

  /** The memory of a process; empty if it has ended. */
  public static Optional<ProcessMemory> of(long pid) {
    return Status.of(pid)
        .map(status -> new ProcessMemory(status.bytes("VmRSS"), status.bytes("VmHWM")));
  }

  /**
   * The memory of a process with all its descendants, which share memory, such as PostgreSQL's;
   * empty if the process has ended. Shared memory counts once. The peak is the present size, since
   * the peaks of the processes are at different times.
   */
  public static Optional<ProcessMemory> ofTree(long pid) {
    Optional<Status> root = Status.of(pid);
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (root.isEmpty() || handle.isEmpty()) {
      return Optional.empty();
    }
    long own = root.get().bytes("RssAnon");
    long files = root.get().bytes("RssFile");
    long shared = root.get().bytes("RssShmem");
    for (ProcessHandle child : handle.get().descendants().toList()) {
      Optional<Status> status = Status.of(child.pid());
      if (status.isPresent()) {
        own += status.get().bytes("RssAnon");
        files = Math.max(files, status.get().bytes("RssFile"));
        shared = Math.max(shared, status.get().bytes("RssShmem"));
      }
    }
    long all = own + files + shared;
    return Optional.of(new ProcessMemory(all, all));
  }

  /** The lines of {@code /proc/PID/status}. */
  private record Status(List<String> lines) {

    /** Empty if the process has ended, also if its parent has not waited for it yet. */
    static Optional<Status> of(long pid) {
      try {
        Status status =
            new Status(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
        return status.bytes("VmRSS") == 0 ? Optional.empty() : Optional.of(status);
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    long bytes(String name) {
      return lines.stream()
          .filter(line -> line.startsWith(name + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    }
  }
}
