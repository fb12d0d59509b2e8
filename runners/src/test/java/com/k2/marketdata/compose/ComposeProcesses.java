package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.stack.process.JavaClassPath;
import com.k2.marketdata.testing.Await;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The services of {@code docker-compose.yml} as processes: those of Kafka, Spark and K2 with the
 * commands of the file, and {@linkplain StandInServers others} in place of the rest. Each has an
 * address of its own, so that ports are those of the file.
 */
public final class ComposeProcesses implements AutoCloseable {
  private static final int MINUTES = 5;

  private final Path home;
  private final Path folder;
  private final Map<String, String> programs;
  private final StandInServers standIns;
  private final ComposeFile file;
  private final Map<String, String> addresses = new HashMap<>();
  private final Map<String, String> hosts = new HashMap<>();
  private final Map<String, ServiceProcess> processes =
      Collections.synchronizedMap(new TreeMap<>());

  /**
   * Starts the servers that stand in for others.
   *
   * @param home the folder of the repository
   * @param folder an empty folder
   * @param plan the profile
   * @param spark the home of a Spark distribution
   * @param jar K2's jar
   */
  public ComposeProcesses(Path home, Path folder, String plan, Path spark, Path jar) {
    this.home = home;
    this.folder = folder;
    Path kafka = folder.resolve("kafka-home");
    KafkaScripts.write(kafka);
    programs =
        Map.of(
            "/opt/spark", spark.toString(),
            "/opt/kafka", kafka.toString(),
            "/opt/k2/k2.jar", jar.toString());
    // An interrupted test run must not leave its processes running.
    Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
    standIns = StandInServers.start(folder.resolve("stand-ins"));
    Map<String, String> environment = new HashMap<>(standIns.secrets());
    ComposeFile.SECRETS.forEach(secret -> environment.putIfAbsent(secret, "secret-" + secret));
    environment.put("COMPOSE_PROFILES", plan);
    file = ComposeFile.read(home, environment);
    standIns.createDatabases(home.resolve("docker/postgres/databases.sql"), environment);
    chooseAddresses(plan);
  }

  /** Addresses of the loopback network that no other test uses. */
  private void chooseAddresses(String plan) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String network = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".";
    for (Service service : file.services().values()) {
      if (isStarted(service) && runsWith(service, plan, "tools")) {
        String address = network + (addresses.size() + 1);
        addresses.put(service.name(), address);
        // Nothing connects to the others, and names such as verify are also commands of K2.
        service.hosts().stream()
            .filter(host -> host.equals("kafka") || !host.equals(service.name()))
            .forEach(host -> hosts.put(host, address));
      }
    }
    hosts.putAll(standIns.hosts());
  }

  /** Starts all services of a plan in the order of the file. */
  public void up(String plan) {
    file.services().values().stream()
        .filter(service -> isStarted(service) && runsWith(service, plan))
        .forEach(service -> start(service.name()));
  }

  /** Starts a service that ends by itself, requires exit code 0, and returns its output. */
  public String run(String service) {
    start(service);
    return output(service, processes.get(service).exitCode(MINUTES));
  }

  /** Waits until the health check of a service succeeds. */
  public void awaitHealthy(String service) {
    ServiceProcess process = processes.get(service);
    Await.until(
        service + " is healthy",
        () -> {
          assertThat(process.isAlive()).as("%s is alive:\n%s", service, process.output()).isTrue();
          return process.isHealthy();
        },
        process::output);
  }

  /** Waits until a service has written a text. */
  public void awaitOutput(String service, String text) {
    ServiceProcess process = processes.get(service);
    Await.until(service + " writes " + text, () -> output(service).contains(text), process::output);
  }

  /** All that a service has written. */
  public String output(String service) {
    return processes.get(service).output();
  }

  /** Requests a service to end, and returns its exit code. */
  public int stop(String service) {
    return processes.get(service).stop();
  }

  /** The address of a host of the file. */
  public String address(String host) {
    return hosts.get(host);
  }

  /** The URL of the schema registry. */
  public String registry() {
    return standIns.registryUrl();
  }

  @Override
  public void close() {
    killAll();
    standIns.close();
  }

  private void killAll() {
    List.copyOf(processes.values()).forEach(ServiceProcess::kill);
  }

  private void start(String name) {
    Service service = file.service(name);
    if (!isStarted(service) || processes.containsKey(name)) {
      return;
    }
    service.dependencies().forEach(this::await);
    Map<String, String> environment = new HashMap<>();
    environment.put("SPARK_LOCAL_IP", addresses.get(name));
    if (isOfKafka(service)) {
      environment.put("CLASSPATH", JavaClassPath.current());
    }
    ServiceProcess process =
        new ServiceProcess(
            service,
            folder.resolve(name),
            new ServiceProcess.Machine(home, programs, hosts, addresses.get(name), environment));
    processes.put(name, process);
    process.start();
  }

  private void await(String name, String condition) {
    start(name);
    if (!processes.containsKey(name)) {
      return; // A server that stands in for it is ready.
    }
    switch (condition) {
      case "service_healthy" -> awaitHealthy(name);
      case "service_completed_successfully" -> output(name, processes.get(name).exitCode(MINUTES));
      default -> throw new AssertionError("The condition " + condition + " is not known");
    }
  }

  private String output(String name, int exitCode) {
    assertThat(exitCode).as("%s:\n%s", name, output(name)).isZero();
    return output(name);
  }

  private boolean isStarted(Service service) {
    return isOfKafka(service) || service.text("image").equals(file.variable("K2_IMAGE"));
  }

  private boolean isOfKafka(Service service) {
    return service.text("image").equals(file.variable("K2_IMAGE_KAFKA"));
  }

  private static boolean runsWith(Service service, String... profiles) {
    List<String> all = service.list("profiles");
    return all.isEmpty() || !Collections.disjoint(all, List.of(profiles));
  }
}
