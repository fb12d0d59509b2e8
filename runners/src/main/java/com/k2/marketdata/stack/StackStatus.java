package com.k2.marketdata.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The state of the local stack's servers, and the sizes of its topics. */
public record StackStatus(
    Path state, List<Component> components, List<LocalTopics.TopicStatus> topics) {

  /** The same with more components. */
  public StackStatus with(List<Component> more) {
    return new StackStatus(
        state, Stream.concat(components.stream(), more.stream()).toList(), topics);
  }

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
   * @param ui the address of the web interface; empty if it has none or is stopped
   */
  public record Component(
      String name,
      Health health,
      Optional<Long> pid,
      Optional<String> address,
      Optional<String> ui,
      Path log) {

    /** The state of a server now. */
    public static Component of(String name, LocalServer server) {
      Health health = Health.STOPPED;
      if (server.pid().isPresent()) {
        health = server.isHealthy(ServerStarts.HEALTH_WITHIN) ? Health.RUNNING : Health.UNHEALTHY;
      }
      return new Component(name, health, server.pid(), server.address(), server.ui(), server.log());
    }
  }
}
