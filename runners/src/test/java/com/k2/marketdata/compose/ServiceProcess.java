package com.k2.marketdata.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command of a service as a process, with a folder in place of the container's root. */
final class ServiceProcess {
  /** The script that the Dockerfile starts. */
  private static final String START = "/opt/k2/start";

  /** What a container has, too. */
  private static final Set<String> INHERITED = Set.of("HOME", "JAVA_HOME", "LANG", "PATH");

  /**
   * What is outside of a container.
   *
   * @param home the folder of the repository
   * @param programs paths of programs in the image, with those of this machine
   * @param hosts names, or names with a port, with their addresses
   * @param address of the service
   * @param environment variables of the image
   */
  record Machine(
      Path home,
      Map<String, String> programs,
      Map<String, String> hosts,
      String address,
      Map<String, String> environment) {}

  private final Service service;
  private final Path folder;
  private final Substitutes substitutes;
  private final Map<String, String> environment;
  private Process process;

  /**
   * The process of a service; nothing is started yet.
   *
   * @param folder for its files
   * @param machine what the service finds outside of its container
   */
  ServiceProcess(Service service, Path folder, Machine machine) {
    this.service = service;
    this.folder = folder;
    Map<String, Path> mounted = new HashMap<>();
    mounted.put("/opt/k2", machine.home().resolve("docker/bin"));
    Map<String, String> paths = new HashMap<>(Map.of("/tmp", local("/tmp")));
    for (Service.Mount mount : service.mounts()) {
      paths.put(mount.target(), local(mount.target()));
      if (!mount.isVolume()) {
        mounted.put(mount.target(), machine.home().resolve(mount.source()));
      }
    }
    paths.put("/opt/k2", local("/opt/k2"));
    try {
      for (String path : paths.values()) {
        Files.createDirectories(Path.of(path));
      }
      paths.putAll(machine.programs());
      substitutes = new Substitutes(paths, machine.hosts(), machine.address());
      for (Map.Entry<String, Path> copy : mounted.entrySet()) {
        copy(copy.getValue(), Path.of(local(copy.getKey())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment = new HashMap<>(machine.environment());
    service.environment().forEach((name, value) -> environment.put(name, substitutes.in(value)));
  }

  /** Starts the command. */
  void start() {
    Stream<String> command =
        service.list("entrypoint").isEmpty()
            ? Stream.concat(Stream.of(START), service.command().stream())
            : service.command().stream();
    process = run(command.toList(), log());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended, and returns its exit code. */
  int exitCode(int minutes) {
    return end(process, minutes);
  }

  /** Requests it to end, and returns its exit code. */
  int stop() {
    process.destroy();
    return end(process, 2);
  }

  /** Whether the health check succeeds. */
  boolean isHealthy() {
    return end(run(service.healthCheck(), folder.resolve("health.log")), 1) == 0;
  }

  /** Ends it with the processes that it has started. */
  void kill() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** All output so far. */
  String output() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return folder.resolve("output.log");
  }

  private String local(String path) {
    return folder + "/root" + path;
  }

  private Process run(List<String> command, Path log) {
    List<String> words = new ArrayList<>();
    command.forEach(word -> words.add(substitutes.in(word)));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    try {
      return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int end(Process running, int minutes) {
    try {
      if (!running.waitFor(minutes, TimeUnit.MINUTES)) {
        running.destroyForcibly();
        throw new AssertionError(
            service + " does not end after " + minutes + " minutes:\n" + output());
      }
      return running.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, substitutes.in(Files.readString(file)));
        copy.toFile().setExecutable(true);
      }
    }
  }
}
