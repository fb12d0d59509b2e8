package com.k2.marketdata.stack;

import com.k2.marketdata.failure.SystemFaultException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The components that run on this machine for one state folder: Kafka, and a schema registry. */
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
   * Starts what does not run yet and creates the topics that are missing.
   *
   * @param progress takes one line per step, for a person
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

  /** Stops what runs. The data stays. */
  public void down(Consumer<String> progress) {
    if (!state.isMarked()) {
      progress.accept("Nothing runs: there is no K2 state in " + state);
      return;
    }
    state.exclusively(
        () -> {
          progress.accept(registry.stop() ? "Schema registry stopped" : "No schema registry ran");
          progress.accept(broker.stop() ? "Kafka stopped" : "No Kafka broker ran");
        });
  }

  /** The local broker's address, if it runs. */
  public Optional<String> bootstrap() {
    return broker.bootstrap();
  }

  /** The local schema registry's address, if it runs. */
  public Optional<String> registryUrl() {
    return registry.url();
  }

  /** What runs, where, and what the topics hold. */
  public StackStatus status() {
    boolean healthy = broker.isHealthy(HEALTH_WITHIN);
    StackStatus.Component kafka =
        new StackStatus.Component(
            "kafka", health(broker.pid(), healthy), broker.pid(), broker.bootstrap(), broker.log());
    StackStatus.Component schemas =
        new StackStatus.Component(
            "registry",
            health(registry.pid(), registry.isHealthy(HEALTH_WITHIN)),
            registry.pid(),
            registry.url(),
            registry.log());
    return new StackStatus(
        state.path(),
        List.of(kafka, schemas),
        healthy ? new LocalTopics(broker.bootstrap().orElseThrow()).list() : List.of());
  }

  private void startKafka(Consumer<String> progress) {
    if (broker.pid().isPresent()) {
      if (!broker.isHealthy(HEALTH_WITHIN)) {
        throw new SystemFaultException(
            "Kafka runs as process %d but does not answer; see its log %s, or stop it with 'k2 down'"
                .formatted(broker.pid().orElseThrow(), broker.log()));
      }
      progress.accept("Kafka runs already on " + broker.bootstrap().orElseThrow());
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
      progress.accept("The schema registry runs already on " + registry.url().orElseThrow());
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

  private static StackStatus.Health health(Optional<Long> pid, boolean answers) {
    if (pid.isEmpty()) {
      return StackStatus.Health.STOPPED;
    }
    return answers ? StackStatus.Health.RUNNING : StackStatus.Health.UNHEALTHY;
  }

  private static String since(long startNanos) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - startNanos) / 1e9);
  }
}
