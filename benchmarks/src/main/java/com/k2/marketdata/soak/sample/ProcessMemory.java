package com.k2.marketdata.soak.sample;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The resident memory of a process, from Linux's {@code /proc}.
 *
 * @param residentBytes now
 * @param peakBytes the largest since the process was read last; at the first time, since its start
 */
public record ProcessMemory(long residentBytes, long peakBytes) {

  /** The memory of a process, whose peak is reset; empty if it has ended. */
  public static Optional<ProcessMemory> readAndReset(long pid) {
    Optional<Status> status = Status.of(pid);
    resetPeak(pid);
    return status.map(read -> new ProcessMemory(read.bytes("VmRSS"), read.bytes("VmHWM")));
  }

  /** The number 5 is that of the peak: see {@code proc_pid_clear_refs(5)} of Linux's manual. */
  private static void resetPeak(long pid) {
    Path file = Path.of("/proc", Long.toString(pid), "clear_refs");
    try {
      Files.writeString(file, "5", StandardOpenOption.WRITE);
    } catch (IOException e) {
      if (Status.of(pid).isPresent()) {
        throw new SystemFaultException(
            "Cannot reset the peak of the memory of process " + pid + " in " + file + ": " + e, e);
      }
    }
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
