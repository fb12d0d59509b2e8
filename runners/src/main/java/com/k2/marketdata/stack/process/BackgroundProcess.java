package com.k2.marketdata.stack.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * A process that outlives the command that started it. A record in its folder has its id, with
 * which later commands find it. Its command line contains a marker with the folder's path, with
 * which they check that the process with this id is still the same one.
 *
 * @param name for messages and the log's name
 * @param folder is used by this process only
 */
public record BackgroundProcess(String name, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final int LOG_LINES_SHOWN = 15;

  /** The record of a process that was started. */
  public record Entry(long pid, int port) {}

  /**
   * Starts a process in a session of its own, so that Ctrl-C in the terminal does not reach it.
   *
   * @param program with its arguments; one of them contains the {@link #marker()}
   * @return the process. To watch its start, use it and not {@link #running}: while a process
   *     replaces its program, its command line is empty for a moment.
   */
  public Process start(List<String> program, Map<String, String> environment, int port) {
    List<String> command = new ArrayList<>(detached());
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    try {
      PrivateFiles.createFolders(folder);
      Process started = builder.start();
      Path draft = folder.resolve("process.json.new");
      JSON.writeValue(draft.toFile(), new Entry(started.pid(), port));
      Files.move(draft, entryFile(), StandardCopyOption.ATOMIC_MOVE);
      return started;
    } catch (IOException e) {
      throw new SystemFaultException(
          "Cannot start " + name + " in " + folder + " (" + command.get(0) + "): " + e, e);
    }
  }

  /** The record of the last start, whether the process is running or not. */
  public Optional<Entry> entry() {
    if (!Files.exists(entryFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(entryFile().toFile(), Entry.class));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + entryFile(), e);
    }
  }

  /** The record, if its process is running and is ours. */
  public Optional<Entry> running() {
    return entry().filter(entry -> handle(entry).isPresent());
  }

  /**
   * Requests the process to end and waits until it has; kills it after a while.
   *
   * @param request returns whether the request was sent
   */
  public boolean stop(Predicate<ProcessHandle> request) {
    return end(request);
  }

  /** Ends the process at once, as a crash does. */
  public boolean kill() {
    return end(ProcessHandle::destroyForcibly);
  }

  /** The file that the process's output goes to. */
  public Path log() {
    return folder.resolve(name + ".log");
  }

  /** The last lines of the log, for an error's message. */
  public String logTail() {
    try (var lines = Files.lines(log())) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LOG_LINES_SHOWN), all.size()));
    } catch (IOException | UncheckedIOException e) {
      return "(not readable: " + e + ")";
    }
  }

  private boolean end(Predicate<ProcessHandle> how) {
    Optional<ProcessHandle> running = entry().flatMap(this::handle);
    running.ifPresent(
        process -> {
          how.test(process);
          if (!awaitEnd(process, STOP_WITHIN)) {
            process.destroyForcibly();
            process.onExit().join();
          }
        });
    return running.isPresent();
  }

  /** Waits for a process to end; false if it is still running after this time. */
  public boolean awaitEnd(ProcessHandle process, Duration time) {
    try {
      process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new SystemFaultException("Cannot wait for the end of " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for the end of " + name, e);
    }
  }

  private Optional<ProcessHandle> handle(Entry entry) {
    return ProcessHandle.of(entry.pid())
        .filter(ProcessHandle::isAlive)
        .filter(process -> commandLine(process).contains(marker()));
  }

  /** From the kernel where possible; elsewhere from the JDK. */
  private static String commandLine(ProcessHandle process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return Files.readString(file).replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  /** A setting that the process is started with and ignores. */
  public String marker() {
    return "k2.process=" + folder;
  }

  private Path entryFile() {
    return folder.resolve("process.json");
  }

  /**
   * Starts a new session if setsid exists; otherwise a process that ignores signals of the
   * terminal.
   */
  static List<String> detached() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "setsid"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(setsid -> List.of(setsid.toString()))
        .orElse(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "k2"));
  }
}
