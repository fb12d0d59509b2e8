package com.k2.marketdata.stack.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM for a short-lived process with this process's class path and opened packages. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * A process that runs a class's main method.
   *
   * @param options more options of the JVM
   */
  public static ProcessBuilder of(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    // Optimizing a short-lived process does not pay.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // The class path is longer than some systems allow on a command line.
    builder.environment().put("CLASSPATH", JavaClassPath.current());
    return builder;
  }
}
