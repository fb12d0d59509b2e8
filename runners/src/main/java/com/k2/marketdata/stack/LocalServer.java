package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.BackgroundProcess;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.stack.process.Stoppable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that runs as a background process on a port of the loopback address. Its data, log and
 * process record are in one folder, so that it can be stopped or killed, and started again on the
 * same port with the same data.
 */
public abstract class LocalServer implements Stoppable {
  /** All servers listen on this address only. */
  protected static final String HOST = "127.0.0.1";

  static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final String title;
  private final BackgroundProcess process;

  /**
   * The server of a folder; nothing is started yet.
   *
   * @param title for messages, such as {@code Kafka broker}
   * @param name of the log
   */
  protected LocalServer(String title, String name, Path folder) {
    this.title = title;
    this.process = new BackgroundProcess(name, folder.toAbsolutePath().normalize());
  }

  /** What the folder needs before the server can start; called for each start. */
  protected abstract void prepare(int port);

  /**
   * The program that runs the server, with the {@link #marker()}. The default is {@code java} with
   * a system property.
   */
  protected List<String> program() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-D" + marker());
  }

  /** The arguments of the program, options first. */
  protected abstract List<String> arguments(int port);

  /** Variables to add to the environment. */
  protected abstract Map<String, String> environment(int port);

  /**
   * Whether this folder's server answers on this port within a time that it is ready. Another
   * server that answers there does not count: it may have taken the port while this one started.
   */
  protected abstract boolean isReady(int port, Duration within);

  /** The address for clients of the server on this port. */
  protected abstract String address(int port);

  /** Starts the server on a port that is free, and waits until it is ready. */
  public final void start(int port) {
    if (process.running().isPresent()) {
      throw new IllegalStateException("The " + title + " in " + folder() + " is already running");
    }
    prepare(port);
    List<String> command = new ArrayList<>(program());
    command.addAll(arguments(port));
    awaitReady(port, process.start(command, environment(port), port).toHandle());
  }

  /** Requests the process to end; false if the request cannot be sent. */
  boolean requestEnd(ProcessHandle running) {
    return running.destroy();
  }

  @Override
  public final boolean stop() {
    return process.stop(this::requestEnd);
  }

  /** Stops the server if what it was started with no longer applies; by default, that is never. */
  public void stopIfOutdated() {}

  /** Ends the server at once, as a crash does; false if it was not running. */
  public final boolean kill() {
    return process.kill();
  }

  @Override
  public final Optional<Long> pid() {
    return process.running().map(BackgroundProcess.Entry::pid);
  }

  /** The address for clients, if the server is running. */
  public final Optional<String> address() {
    return port().map(this::address);
  }

  /** The address of the web interface, if the server has one and is running. */
  public Optional<String> ui() {
    return Optional.empty();
  }

  /** The port, if the server is running. */
  protected final Optional<Integer> port() {
    return process.running().map(BackgroundProcess.Entry::port);
  }

  /** The port of the last start, if there was one. */
  public final Optional<Integer> lastPort() {
    return process.entry().map(BackgroundProcess.Entry::port);
  }

  /** Whether the server is running and answers within a time. */
  public final boolean isHealthy(Duration within) {
    return port().map(port -> isReady(port, within)).orElse(false);
  }

  /** The file that the server's output goes to. */
  public final Path log() {
    return process.log();
  }

  protected final Path folder() {
    return process.folder();
  }

  /** A setting, NAME=VALUE, that identifies the process by its command line. */
  final String marker() {
    return process.marker();
  }

  final String logTail() {
    return process.logTail();
  }

  private void awaitReady(int port, ProcessHandle started) {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    while (!isReady(port, Duration.ofSeconds(1)) || !started.isAlive()) {
      if (process.awaitEnd(started, Duration.ofMillis(100))) {
        throw new SystemFaultException(
            "The "
                + title
                + " ended during its start"
                + (FreePorts.isFree(port)
                    ? ""
                    : ", because another process has taken port "
                        + port
                        + ". Run the command again, which chooses a free port")
                + "; its log "
                + log()
                + " ends with:\n"
                + logTail());
      }
      if (Instant.now().isAfter(deadline)) {
        throw new SystemFaultException(
            "The "
                + title
                + " does not answer on port "
                + port
                + " after "
                + READY_WITHIN.toSeconds()
                + " s; see its log "
                + log());
      }
    }
  }
}
