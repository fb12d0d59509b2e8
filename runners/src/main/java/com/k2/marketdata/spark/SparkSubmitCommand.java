package com.k2.marketdata.spark;

import com.k2.marketdata.text.ShellCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The {@code spark-submit} command of a job. It contains no secret: a job reads them from the files
 * that its arguments name.
 *
 * @param home the folder of the Spark distribution
 * @param master such as {@code spark://127.0.0.1:7077}
 * @param main the class to run
 * @param jar of K2, at a path that is the same on all machines
 * @param plugins jars that are added to the class path of the driver and the executors
 * @param conf Spark settings
 * @param environment variables of the process that submits, which in client mode is the driver
 * @param arguments of the main class
 */
public record SparkSubmitCommand(
    Path home,
    String master,
    DeployMode mode,
    String main,
    Path jar,
    List<Path> plugins,
    Map<String, String> conf,
    Map<String, String> environment,
    List<String> arguments) {

  private static final List<String> CLASS_PATHS =
      List.of("spark.driver.extraClassPath", "spark.executor.extraClassPath");

  /** Where the driver runs. */
  public enum DeployMode {
    /** In the process that submits. */
    CLIENT,
    /** On a worker. */
    CLUSTER;

    /** The value of the option {@code --deploy-mode}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SparkSubmitCommand {
    plugins = List.copyOf(plugins);
    conf = Map.copyOf(conf);
    environment = Map.copyOf(environment);
    arguments = List.copyOf(arguments);
  }

  /**
   * The settings that put a jar at the beginning of the class path of drivers and executors, for a
   * command whose jar is {@code spark-internal}.
   *
   * @param conf settings that may name other files of the class path
   */
  public static Map<String, String> withClassPath(Map<String, String> conf, Path jar) {
    Map<String, String> all = new TreeMap<>(conf);
    CLASS_PATHS.forEach(
        name -> all.merge(name, jar.toString(), (given, first) -> first + ":" + given));
    return all;
  }

  /** The program and its arguments. */
  public List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/spark-submit").toString());
    command.addAll(List.of("--master", master, "--deploy-mode", mode.toString()));
    Map<String, String> all = mode == DeployMode.CLIENT ? withClassPath(conf, jar) : conf;
    new TreeMap<>(all)
        .forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    if (mode == DeployMode.CLUSTER) {
      // Otherwise spark-submit exits as soon as the master has accepted the driver.
      command.addAll(List.of("--conf", "spark.standalone.submit.waitAppCompletion=true"));
    }
    if (!plugins.isEmpty()) {
      String jars = plugins.stream().map(Path::toString).collect(Collectors.joining(","));
      command.addAll(List.of("--jars", jars));
    }
    command.addAll(List.of("--class", main, resource()));
    command.addAll(arguments);
    return command;
  }

  /** The command with its environment, for a shell. */
  @Override
  public String toString() {
    return new ShellCommand(environment, command()).toString();
  }

  /**
   * In client mode, the driver and the executors have the jar in their class path, and open it
   * where it is. An executor would copy a jar that is named here, {@code local:} or not, and hold
   * its directory in memory twice. The worker that starts a driver of cluster mode copies it, too.
   */
  private String resource() {
    return mode == DeployMode.CLIENT ? "spark-internal" : "file:" + jar;
  }
}
