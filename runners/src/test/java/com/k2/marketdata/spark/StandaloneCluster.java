package com.k2.marketdata.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.stack.process.ChildJvm;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.SparkHome;
import com.k2.marketdata.testing.WebPages;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.Command;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.DriverDescription;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;

/**
 * A master and workers with the settings of a plan, as processes with this process's class path.
 */
final class StandaloneCluster implements AutoCloseable {
  private final ResourcePlan plan;
  private final Path folder;
  private final SparkHome home;
  private final int port = FreePorts.any();
  private final int webPort = FreePorts.any();
  private final List<Process> processes = new ArrayList<>();
  private Process master;

  private StandaloneCluster(ResourcePlan plan, Path folder) throws IOException {
    this.plan = plan;
    this.folder = folder;
    this.home = SparkHome.in(folder.resolve("home"));
    Files.writeString(
        folder.resolve("spark-defaults.conf"),
        "spark.eventLog.enabled true\nspark.speculation true\n");
  }

  /** Starts all daemons, and waits until the workers have registered. */
  static StandaloneCluster start(ResourcePlan plan, Path folder, DaemonSettings workers)
      throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(plan, folder);
    cluster.startMaster();
    for (int worker = 1; worker <= plan.workers().count(); worker++) {
      cluster.startWorker(worker, workers);
    }
    Await.until(
        "the workers have registered",
        () -> cluster.status().path("aliveworkers").asInt() == plan.workers().count(),
        cluster::logs);
    return cluster;
  }

  void startMaster() throws IOException {
    DaemonSettings settings = DaemonSettings.master(plan, folder.resolve("recovery"));
    List<String> address =
        List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "" + webPort);
    master = start("master", settings.options(), Master.class, settings.environment(), address);
  }

  private void startWorker(int worker, DaemonSettings settings) throws IOException {
    List<String> arguments = new ArrayList<>(settings.arguments());
    arguments.addAll(
        List.of("--host", "127.0.0.1", "--webui-port", "0", "--work-dir", workFolder(worker) + ""));
    arguments.add(url());
    start("worker" + worker, settings.options(), Worker.class, settings.environment(), arguments);
  }

  void killMaster() throws InterruptedException {
    master.destroyForcibly().waitFor();
  }

  /** Starts a driver in a process of its own, as {@code spark-submit} does in client mode. */
  void startDriver(SparkSettings settings, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> options = new ArrayList<>(settings.driverOptions());
    options.addAll(properties(settings));
    start("driver", options, main, settings.environment(), arguments);
  }

  /**
   * Lets a worker start a driver. In cluster mode {@code spark-submit} sends the master the same
   * message, with a main class that needs Ivy, which K2 leaves out.
   */
  void submitDriver(SparkSettings settings, Class<?> main, List<String> arguments) {
    List<String> options = new ArrayList<>(properties(settings));
    options.addAll(List.of(settings.conf().get("spark.driver.extraJavaOptions").split(" ")));
    Map<String, String> environment = new HashMap<>(home.environment());
    environment.putAll(settings.environment());
    Command command =
        new Command(
            main.getName(),
            seq(arguments),
            JavaConverters.mapAsScalaMapConverter(environment).asScala(),
            seq(List.of()),
            seq(List.of()),
            seq(options));
    String jar = home.folder().resolve("jars/class-path.jar").toUri().toString();
    DriverDescription driver = new DriverDescription(jar, 480, 1, false, command, seq(List.of()));
    SparkConf conf = new SparkConf(false);
    SecurityManager security =
        new SecurityManager(
            conf,
            Option.empty(),
            org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    RpcEnv rpc = RpcEnv.create("submit", "127.0.0.1", 0, conf, security, true);
    try {
      rpc.setupEndpointRef(new RpcAddress("127.0.0.1", port), "Master")
          .askSync(
              new DeployMessages.RequestSubmitDriver(driver),
              ClassTag.apply(DeployMessages.SubmitDriverResponse.class));
    } finally {
      rpc.shutdown();
    }
  }

  private List<String> properties(SparkSettings settings) {
    List<String> properties = new ArrayList<>(List.of("-Dspark.master=" + url()));
    settings.conf().forEach((name, value) -> properties.add("-D" + name + "=" + value));
    return properties;
  }

  private static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBufferConverter(list).asScala().toList();
  }

  private Process start(
      String name,
      List<String> options,
      Class<?> main,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    ProcessBuilder builder = ChildJvm.of(options, main, arguments);
    builder.environment().putAll(home.environment());
    builder.environment().putAll(environment);
    builder.environment().put("SPARK_CONF_DIR", folder.toString());
    File log = folder.resolve(name + "-" + processes.size() + ".log").toFile();
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    processes.add(process);
    return process;
  }

  /** The flags of the JVMs of all daemons, the master's first. */
  List<String> flags() throws IOException {
    List<String> flags = new ArrayList<>();
    for (Process daemon : processes) {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process process =
          new ProcessBuilder(jcmd.toString(), String.valueOf(daemon.pid()), "VM.flags").start();
      flags.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    return flags;
  }

  /** The variables of all daemons, the master's first. */
  List<String> environments() throws IOException {
    List<String> environments = new ArrayList<>();
    for (Process daemon : processes) {
      environments.add(Files.readString(Path.of("/proc", "" + daemon.pid(), "environ")));
    }
    return environments;
  }

  /** What the master reports; empty while it does not answer. */
  JsonNode status() {
    try {
      return new ObjectMapper().readTree(WebPages.text(masterPage().resolve("/json/")));
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode();
    }
  }

  /** The address of the master's web interface. */
  URI masterPage() {
    return URI.create("http://127.0.0.1:" + webPort);
  }

  private String url() {
    return "spark://127.0.0.1:" + port;
  }

  Path workFolder(int worker) {
    return folder.resolve("work" + worker);
  }

  String logs() {
    try (Stream<Path> files = Files.walk(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path file :
          files.filter(path -> path.toString().matches(".*(\\.log|stderr)")).toList()) {
        text.append("\n== ").append(file).append('\n').append(Files.readString(file));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A worker that is killed takes its executors and drivers along. */
  @Override
  public void close() {
    processes.stream()
        .flatMap(Process::descendants)
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
    processes.forEach(Process::destroyForcibly);
  }
}
