package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.FreePorts;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Starts the servers that are not running, and reports each step to the user.
 *
 * @param progress receives one line per step
 */
public record ServerStarts(Consumer<String> progress) {
  static final Duration HEALTH_WITHIN = Duration.ofSeconds(5);

  /** A Spark worker tries every 5 to 15 s to reach its master, which may have just been started. */
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Starts a server and waits until it is ready, unless it is running.
   *
   * @param name for sentences, such as {@code the schema registry}
   * @param preferredPort for the first start; later starts prefer the port of the last one
   * @throws SystemFaultException if it is running but does not answer, or cannot be started
   */
  public void ensureRunning(String name, LocalServer server, int preferredPort) {
    String subject = subject(name);
    Optional<Long> pid = server.pid();
    if (pid.isPresent()) {
      if (!becomesHealthy(server)) {
        throw new SystemFaultException(
            "%s is running as process %d but does not answer; see its log %s or run 'k2 down'"
                .formatted(subject, pid.get(), server.log()));
      }
      progress.accept(subject + " is already running on " + server.address().orElseThrow());
      return;
    }
    progress.accept("Starting " + name + " ...");
    long start = System.nanoTime();
    server.start(FreePorts.atOrAbove(server.lastPort().orElse(preferredPort)));
    progress.accept(
        "%s is ready on %s (%s)".formatted(subject, server.address().orElseThrow(), since(start)));
  }

  private static boolean becomesHealthy(LocalServer server) {
    long deadline = System.nanoTime() + REACHED_WITHIN.toNanos();
    while (!server.isHealthy(HEALTH_WITHIN)) {
      if (server.pid().isEmpty() || System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  /** A server's name at the beginning of a sentence. */
  public static String subject(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static String since(long startNanos) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - startNanos) / 1e9);
  }
}
