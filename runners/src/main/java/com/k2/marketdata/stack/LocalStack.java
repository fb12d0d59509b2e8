package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The servers of one state folder on this machine: Kafka and a schema registry. */
public final class LocalStack {
  private static final int KAFKA_PORT = 9092;
  private static final int REGISTRY_PORT = 8081;
  private static final Duration HEALTH_WITHIN = Duration.ofSeconds(5);

  private final StateFolder state;
  private final LocalBroker broker;
  private final LocalRegistry registry;

  /** The stack of a state folder; nothing is started yet. */
  public LocalStack(StateFolder state) {
    this.state = state;
    this.broker = new LocalBroker(state.component("kafka"));
    this.registry = new LocalRegistry(state.component("registry"));
  }

  /**
   * Starts the servers that are not running, and creates the missing topics.
   *
   * @param progress receives one line per step, for the user
   */
  public void up(Collection<String> topics, boolean withRegistry, Consumer<String> progress) {
    state.exclusively(
        () -> {
          startKafka(progress);
          new LocalTopics(broker.bootstrap().orElseThrow()).createMissing(topics);
          if (withRegistry) {
            startRegistry(progress);
          }
        });
  }

  /** Stops the running servers. Their data is kept. */
  public void down(Consumer<String> progress) {
    if (!state.isMarked()) {
      progress.accept("Nothing is running: there is no K2 state in " + state);
      return;
    }
    state.exclusively(
        () -> {
          progress.accept(
              registry.stop() ? "Schema registry stopped" : "No schema registry was running");
          progress.accept(broker.stop() ? "Kafka stopped" : "No Kafka broker was running");
        });
  }

  /** The local broker's address, if it is running. */
  public Optional<String> bootstrap() {
    return broker.bootstrap();
  }

  /** The local schema registry's address, if it is running. */
  public Optional<String> registryUrl() {
    return registry.url();
  }

  /** The state of the servers, and the sizes of the topics. */
  public StackStatus status() {
    StackStatus.Component kafka = status("kafka", broker, broker.bootstrap());
    return new StackStatus(
        state.path(),
        List.of(kafka, status("registry", registry, registry.url())),
        kafka.health() == StackStatus.Health.RUNNING
            ? new LocalTopics(broker.bootstrap().orElseThrow()).list()
            : List.of());
  }

  private void startKafka(Consumer<String> progress) {
    if (broker.pid().isPresent()) {
      if (!broker.isHealthy(HEALTH_WITHIN)) {
        throw new SystemFaultException(
            "Kafka is running as process %d but does not answer; see its log %s or run 'k2 down'"
                .formatted(broker.pid().orElseThrow(), broker.log()));
      }
      progress.accept("Kafka is already running on " + broker.bootstrap().orElseThrow());
      return;
    }
    progress.accept("Starting Kafka ...");
    long start = System.nanoTime();
    broker.start(FreePorts.atOrAbove(broker.lastPort().orElse(KAFKA_PORT)));
    progress.accept(
        "Kafka is ready on %s (%s)".formatted(broker.bootstrap().orElseThrow(), since(start)));
  }

  private void startRegistry(Consumer<String> progress) {
    if (registry.pid().isPresent()) {
      progress.accept("The schema registry is already running on " + registry.url().orElseThrow());
      return;
    }
    if (!registry.isInstalled()) {
      progress.accept("Fetching the schema registry with Maven (once) ...");
      registry.install();
    }
    progress.accept("Starting the schema registry ...");
    long start = System.nanoTime();
    registry.start(FreePorts.atOrAbove(registry.lastPort().orElse(REGISTRY_PORT)));
    progress.accept(
        "The schema registry is ready on %s (%s)"
            .formatted(registry.url().orElseThrow(), since(start)));
  }

  private static StackStatus.Component status(
      String name, LocalServer server, Optional<String> address) {
    StackStatus.Health health = StackStatus.Health.STOPPED;
    if (server.pid().isPresent()) {
      health =
          server.isHealthy(HEALTH_WITHIN)
              ? StackStatus.Health.RUNNING
              : StackStatus.Health.UNHEALTHY;
    }
    return new StackStatus.Component(name, health, server.pid(), address, server.log());
  }

  private static String since(long startNanos) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - startNanos) / 1e9);
  }
}
