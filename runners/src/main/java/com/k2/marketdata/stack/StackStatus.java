package com.k2.marketdata.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state of the local stack's servers, and the sizes of its topics. */
public record StackStatus(
    Path state, List<Component> components, List<LocalTopics.TopicStatus> topics) {

  /** Whether a server answers its clients. */
  public enum Health {
    RUNNING,
    UNHEALTHY,
    STOPPED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One server of the stack.
   *
   * @param pid empty if it is stopped
   * @param address for clients; empty if it is stopped
   */
  public record Component(
      String name, Health health, Optional<Long> pid, Optional<String> address, Path log) {}
}
