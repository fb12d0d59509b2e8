package com.k2.marketdata.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What of the local stack runs, where, and what its topics hold. */
public record StackStatus(
    Path state, List<Component> components, List<LocalTopics.TopicStatus> topics) {

  /** Whether a component serves its clients. */
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
   * One process of the stack.
   *
   * @param pid empty if it is stopped
   * @param address what clients connect to; empty if it is stopped
   */
  public record Component(
      String name, Health health, Optional<Long> pid, Optional<String> address, Path log) {}
}
