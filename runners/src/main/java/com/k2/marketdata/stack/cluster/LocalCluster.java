package com.k2.marketdata.stack.cluster;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.DaemonSettings;
import com.k2.marketdata.spark.LoopbackSpark;
import com.k2.marketdata.stack.AllSteps;
import com.k2.marketdata.stack.LocalObjectStore;
import com.k2.marketdata.stack.LocalServer;
import com.k2.marketdata.stack.LocalStack;
import com.k2.marketdata.stack.ServerStarts;
import com.k2.marketdata.stack.StackStatus;
import com.k2.marketdata.stack.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A Spark cluster of one state folder on this machine, with the memory and cores of a {@link
 * ResourcePlan}: the local stack, an object store, a server of the catalog, a master, and its
 * workers.
 */
public final class LocalCluster {
  private static final int STORE_PORT = 9000;
  private static final int MASTER_PORT = 7077;
  private static final int WORKER_PORT = 7091;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final StateFolder state;
  private final ClusterSpec spec;
  private final String planText;
  private final ResourcePlan plan;
  private final LocalStack stack;
  private final LocalObjectStore store;
  private final ClusterCatalog<?> catalog;
  private final LocalSparkMaster master;
  private final List<LocalSparkWorker> workers;

  /** The cluster of a state folder; nothing is started yet. */
  public LocalCluster(StateFolder state, ClusterSpec spec) {
    this(state, spec, ResourcePlan.text(spec.plan()));
  }

  private LocalCluster(StateFolder state, ClusterSpec spec, String planText) {
    this.state = state;
    this.spec = spec;
    this.planText = planText;
    this.plan = ResourcePlan.of(spec.plan(), planText);
    LoopbackSpark spark = new LoopbackSpark(Path.of(spec.sparkHome()));
    this.stack = new LocalStack(state);
    this.store = new LocalObjectStore(state.component("store"));
    this.catalog = ClusterCatalog.of(state, store);
    this.master = new LocalSparkMaster(state.component("master"), plan, spark);
    DaemonSettings settings = spark.worker(plan);
    this.workers =
        IntStream.rangeClosed(1, plan.workers().count())
            .mapToObj(
                number ->
                    new LocalSparkWorker(
                        number, state.component("worker-" + number), settings, master))
            .toList();
  }

  /** The cluster that was started last in a state folder, running or not. */
  public static Optional<LocalCluster> find(StateFolder state) {
    return ClusterSpec.read(state)
        .map(spec -> new LocalCluster(state, spec, spec.writtenPlan(state)));
  }

  /** The cluster that was started last in a state folder, with another Spark home. */
  public static Optional<LocalCluster> last(StateFolder state, String sparkHome) {
    return ClusterSpec.read(state)
        .map(
            spec ->
                new LocalCluster(
                    state, new ClusterSpec(spec.plan(), sparkHome), spec.writtenPlan(state)));
  }

  /**
   * Starts the servers that are not running, creates the missing topics, and writes the catalog
   * properties.
   *
   * @param progress receives one line per step, for the user
   * @throws UsageException if the cluster is running with another plan
   */
  public void up(Collection<String> topics, Consumer<String> progress) {
    requireSamePlan();
    stack.up(topics, true, progress);
    state.exclusively(
        () -> {
          spec.write(state, planText);
          ServerStarts starts = new ServerStarts(progress);
          for (Part part : parts()) {
            part.server().stopIfOutdated();
            starts.ensureRunning(part.name(), part.server(), part.port());
          }
          CatalogFile.write(catalogConfig(), store, catalog);
        });
  }

  /**
   * Stops the running servers of a state folder, also if its plan can no longer be read. Their data
   * is kept. If one cannot be stopped, the others are, before this throws.
   */
  public static void down(StateFolder state, Consumer<String> progress) {
    AllSteps steps = new AllSteps();
    if (Files.isDirectory(state.cluster())) {
      steps.run(() -> state.exclusively(() -> new StartedServers(state).stop(progress)));
    }
    steps.run(() -> new LocalStack(state).down(progress)).finish();
  }

  /** The state of all servers, the running applications, and the sizes of the topics. */
  public StackStatus status() {
    List<StackStatus.Component> components = new ArrayList<>();
    for (Part part : parts()) {
      components.add(StackStatus.Component.of(part.id(), part.server()));
    }
    if (master.ui().isPresent()) {
      master
          .applications(ANSWER_WITHIN)
          .forEach((id, name) -> components.add(application(id, name)));
    }
    return stack.status().with(components);
  }

  /** Its page of the master links to the logs of its executors. */
  private StackStatus.Component application(String id, String name) {
    return new StackStatus.Component(
        name,
        StackStatus.Health.RUNNING,
        Optional.empty(),
        Optional.of(id),
        master.ui().map(ui -> ui + "/app/?appId=" + id),
        master.log());
  }

  /** The address to which jobs are submitted, if the master is running. */
  public Optional<String> masterUrl() {
    return master.address();
  }

  /** The local broker's address, if it is running. */
  public Optional<String> bootstrap() {
    return stack.bootstrap();
  }

  /** The plan that it was started with. */
  public ResourcePlan plan() {
    return plan;
  }

  /** What it was started with. */
  public ClusterSpec spec() {
    return spec;
  }

  /** The properties file of the catalog, which contains passwords. */
  public Path catalogConfig() {
    return catalogConfig(state);
  }

  /** The properties file of the catalog of a state folder's cluster. */
  public static Path catalogConfig(StateFolder state) {
    return state.cluster().resolve("catalog.properties");
  }

  /** The servers in the order of their start. */
  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("store", "the object store", store, STORE_PORT));
    parts.add(new Part(catalog.id(), catalog.name(), catalog.server(), catalog.port()));
    parts.add(new Part("master", "the Spark master", master, MASTER_PORT));
    for (int i = 0; i < workers.size(); i++) {
      int number = i + 1;
      parts.add(
          new Part("worker-" + number, "Spark worker " + number, workers.get(i), WORKER_PORT + i));
    }
    return parts;
  }

  private boolean isLike(LocalCluster other) {
    return spec.equals(other.spec)
        && plan.workers().equals(other.plan.workers())
        && plan.daemons().equals(other.plan.daemons());
  }

  /** Running daemons have the memory and cores of the plan that they were started with. */
  private void requireSamePlan() {
    if (!new StartedServers(state).isRunning()) {
      return;
    }
    find(state)
        .filter(started -> !started.isLike(this))
        .ifPresent(
            started -> {
              throw new UsageException(
                  "The cluster in %s is running with the plan %s. To start it with %s, run 'k2 down'"
                          .formatted(state, started.spec.plan(), spec.plan())
                      + " first.");
            });
  }

  /**
   * A server of the cluster.
   *
   * @param id for {@code k2 status}
   * @param name for sentences
   * @param port which its first start prefers
   */
  private record Part(String id, String name, LocalServer server, int port) {}
}
