package com.k2.marketdata.stack;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The servers of one state folder on this machine: Kafka and a schema registry. */
public final class LocalStack {
  private static final int KAFKA_PORT = 9092;
  private static final int REGISTRY_PORT = 8081;

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
          ServerStarts starts = new ServerStarts(progress);
          starts.ensureRunning("Kafka", broker, KAFKA_PORT);
          new LocalTopics(broker.bootstrap().orElseThrow()).createMissing(topics);
          if (withRegistry) {
            installRegistry(progress);
            starts.ensureRunning("the schema registry", registry, REGISTRY_PORT);
          }
        });
  }

  /** Stops the running servers. Their data is kept. */
  public void down(Consumer<String> progress) {
    if (!state.isMarked()) {
      progress.accept("Nothing is running: " + state + " is not a K2 state folder");
      return;
    }
    state.exclusively(
        () ->
            new AllSteps()
                .run(
                    () ->
                        progress.accept(
                            registry.stop()
                                ? "Schema registry stopped"
                                : "No schema registry was running"))
                .run(
                    () ->
                        progress.accept(
                            broker.stop() ? "Kafka stopped" : "No Kafka broker was running"))
                .finish());
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
    StackStatus.Component kafka = StackStatus.Component.of("kafka", broker);
    return new StackStatus(
        state.path(),
        List.of(kafka, StackStatus.Component.of("registry", registry)),
        kafka.health() == StackStatus.Health.RUNNING
            ? new LocalTopics(broker.bootstrap().orElseThrow()).list()
            : List.of());
  }

  private void installRegistry(Consumer<String> progress) {
    if (!registry.isInstalled()) {
      progress.accept("Fetching the schema registry with Maven (once) ...");
      registry.install();
    }
  }
}
