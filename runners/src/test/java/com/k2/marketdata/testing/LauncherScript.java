package com.k2.marketdata.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * {@code bin/k2} itself, in a home of its own that it takes for built: it starts what this test's
 * class path has, and never calls Maven.
 */
public final class LauncherScript {
  private final Path script;

  private LauncherScript(Path script) {
    this.script = script;
  }

  /** The script in a home that is made here. */
  public static LauncherScript in(Path home) throws IOException {
    Path script = home.resolve("bin/k2");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("../bin/k2"), script);
    Files.createDirectories(home.resolve("runners/src/main"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(home.resolve("runners/pom.xml"));
    Path target = Files.createDirectories(home.resolve("runners/target"));
    new JarOutputStream(Files.newOutputStream(target.resolve("k2.jar")), new Manifest()).close();
    // The last one: all else is as old as what was built.
    Files.writeString(target.resolve("k2.classpath"), classPath());
    return new LauncherScript(script);
  }

  /** The script's file. */
  public Path file() {
    return script;
  }

  /** Runs a verb to its end, in a working directory and with further environment variables. */
  public K2Process.Result run(Path directory, Map<String, String> environment, String... verb) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(verb));
    return K2Process.runCommand(directory, environment, command);
  }

  /** The same by another name of the script, such as a link. */
  public static K2Process.Result run(Path name, Path directory, String... verb) {
    return new LauncherScript(name).run(directory, Map.of(), verb);
  }

  /** The script builds anew if an entry is missing, and a module without tests has no folder. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Files.exists(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
