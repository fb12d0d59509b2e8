package com.k2.marketdata.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * {@code bin/k2} itself, in a temporary home that looks like a finished build: it starts the
 * classes of this test's class path and never calls Maven.
 */
public final class LauncherScript {
  private final Path script;

  private LauncherScript(Path script) {
    this.script = script;
  }

  /** The script in a home that is created here. */
  public static LauncherScript in(Path home) throws IOException {
    return in(home, entry -> true);
  }

  /**
   * The script in a home that is created here.
   *
   * @param entries which entries of this test's class path it has
   */
  public static LauncherScript in(Path home, Predicate<Path> entries) throws IOException {
    Path script = home.resolve("bin/k2");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("../bin/k2"), script);
    Files.createDirectories(home.resolve("runners/src/main"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("runners/pom.xml"));
    Path target = Files.createDirectories(home.resolve("runners/target"));
    new JarOutputStream(Files.newOutputStream(target.resolve("k2.jar")), new Manifest()).close();
    // Written last, so that no other file is newer than the build.
    Files.writeString(target.resolve("k2.classpath"), classPath(entries));
    return new LauncherScript(script);
  }

  /** The script's path. */
  public Path file() {
    return script;
  }

  /** Runs a verb to its end, in a working directory and with additional environment variables. */
  public K2Process.Result run(Path directory, Map<String, String> environment, String... verb) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(verb));
    return K2Process.runCommand(directory, environment, command);
  }

  /** Runs a verb through another path to the script, such as a link. */
  public static K2Process.Result run(Path name, Path directory, String... verb) {
    return new LauncherScript(name).run(directory, Map.of(), verb);
  }

  /** Runs a command line of the shell, which may call the script. */
  public static K2Process.Result runShell(Path directory, String command) {
    return K2Process.runCommand(directory, Map.of(), List.of("bash", "-c", command));
  }

  /** The entries that exist: the script would rebuild if one were missing. */
  private static String classPath(Predicate<Path> entries) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Files.exists(Path.of(entry)) && entries.test(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
