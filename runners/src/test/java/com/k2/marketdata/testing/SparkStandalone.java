package com.k2.marketdata.testing;

import com.k2.marketdata.stack.process.ChildJvm;
import com.k2.marketdata.stack.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/**
 * A real Spark cluster for tests: a master and a worker in processes of their own, whose executors
 * have this process's class path.
 */
public final class SparkStandalone implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final SparkHome home;
  private final int port = FreePorts.any();
  private final MasterPage page;
  private final List<Process> processes = new ArrayList<>();
  private final Process worker;
  private Process master;

  private SparkStandalone(Path folder, int cores, String memory) throws IOException {
    this.home = SparkHome.in(folder);
    this.page = new MasterPage(URI.create("http://" + HOST + ":" + FreePorts.any()));
    this.master = startMaster();
    this.worker =
        start(
            Worker.class,
            "worker",
            "--host",
            HOST,
            "--cores",
            String.valueOf(cores),
            "--memory",
            memory,
            "--work-dir",
            folder.resolve("work").toString(),
            url());
    Await.until(
        "the worker has registered",
        () -> page.text().contains("worker-20"),
        () -> log("master") + log("worker"));
  }

  /** Starts a cluster whose worker offers this much to executors. */
  public static SparkStandalone start(Path folder, int cores, String memory) throws IOException {
    return new SparkStandalone(folder, cores, memory);
  }

  /**
   * Starts a driver on this cluster.
   *
   * @param jvm options of its JVM, such as {@code -Dspark.executor.memory=512m}
   */
  public DriverProcess driver(
      Market market, List<String> jvm, String pipeline, List<String> options) {
    List<String> all = new ArrayList<>(List.of("--runner=SparkRunner", "--sparkMaster=" + url()));
    try {
      all.add(home.filesToStage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.addAll(options);
    List<String> ofJvm = new ArrayList<>(List.of("-Xmx512m"));
    ofJvm.addAll(jvm);
    return market.startProcess(ofJvm, home.environment(), pipeline, all);
  }

  public String url() {
    return "spark://" + HOST + ":" + port;
  }

  /** Waits until the executors of earlier applications are gone. */
  public void awaitIdle() {
    Await.until(
        "no executor is left", () -> worker.descendants().count() == 0, () -> log("worker"));
  }

  /**
   * Waits until the worker has started an executor.
   *
   * @param driver that requests it
   */
  public void awaitExecutor(DriverProcess driver) {
    Await.until("an executor starts", () -> worker.descendants().count() > 0, driver::log);
  }

  /** Kills the master with SIGKILL, and waits until it is gone. */
  public void killMaster() {
    master.destroyForcibly().onExit().join();
  }

  /** Starts the master again; it does not know the workers and applications of the former one. */
  public void restartMaster() throws IOException {
    master = startMaster();
  }

  /** Kills the worker and its executors with SIGKILL. */
  public void killWorker() {
    List<ProcessHandle> executors = worker.descendants().toList();
    worker.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends the running application, as an operator can in the master's web page. */
  public void killApplication() {
    page.kill(MasterPage.Kind.APP);
  }

  @Override
  public void close() {
    Stream.concat(
            processes.stream().flatMap(Process::descendants).toList().stream(),
            processes.stream().map(Process::toHandle))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private Process startMaster() throws IOException {
    Process started =
        start(
            Master.class,
            "master",
            "--host",
            HOST,
            "--port",
            String.valueOf(port),
            "--webui-port",
            String.valueOf(page.address().getPort()));
    Await.until("the master is up", () -> page.text().contains("ALIVE"), () -> log("master"));
    return started;
  }

  private Process start(Class<?> main, String name, String... arguments) throws IOException {
    ProcessBuilder builder = ChildJvm.of(List.of("-Xmx256m"), main, List.of(arguments));
    builder.environment().putAll(home.environment());
    builder.redirectErrorStream(true).redirectOutput(logFile(name).toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private Path logFile(String name) {
    return home.folder().resolve(name + ".log");
  }

  private String log(String name) {
    try {
      return Files.readString(logFile(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
