package com.k2.marketdata.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/**
 * Collects what K2 (at INFO and above) and its libraries log in this JVM, from {@link #listen}
 * until it is closed.
 */
public final class LogLines implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final String K2 = "com.k2.marketdata";

  private final List<String> lines = new ArrayList<>();
  private final List<Throwable> traces = new ArrayList<>();
  private final AbstractAppender appender =
      new AbstractAppender("lines-of-a-test", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          synchronized (lines) {
            lines.add(event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
              traces.add(event.getThrown());
            }
            lines.notifyAll();
          }
        }
      };

  private final Level before = LogManager.getLogger(K2).getLevel();

  private LogLines() {
    // Without a configuration, only errors would be logged.
    Configurator.setLevel(K2, Level.INFO);
    appender.start();
    LoggerContext.getContext(false).getRootLogger().addAppender(appender);
  }

  /** Starts collecting. */
  public static LogLines listen() {
    LogManager.getLogger(LogLines.class); // creates the configuration
    return new LogLines();
  }

  /** All lines so far. */
  public List<String> all() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** All exceptions logged with a stack trace so far. */
  public List<Throwable> traces() {
    synchronized (lines) {
      return List.copyOf(traces);
    }
  }

  /** Waits for a line that contains this text. */
  public void await(String text) {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    synchronized (lines) {
      while (lines.stream().noneMatch(line -> line.contains(text))) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new AssertionError("No line contains '" + text + "'. The lines are:\n" + lines);
        }
        try {
          lines.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("Interrupted", e);
        }
      }
    }
  }

  @Override
  public void close() {
    LoggerContext.getContext(false).getRootLogger().removeAppender(appender);
    appender.stop();
    Configurator.setLevel(K2, before);
  }
}
