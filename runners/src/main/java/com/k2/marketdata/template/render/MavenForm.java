package com.k2.marketdata.template.render;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.spark.ApplicationFields;
import com.k2.marketdata.template.Application;
import com.k2.marketdata.text.ShellCommand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application as a Maven command, to be run at the top of a checkout of K2. Driver and tasks run
 * in Maven's own process, which has the heaps and the cores of all processes together.
 */
final class MavenForm {
  private static final String MAVEN_OPTS = "MAVEN_OPTS";

  private static final CommandFields FIELDS =
      new CommandFields(
          RenderedForm.MVN,
          Set.of(
              "mainApplicationFile",
              "driver.cores",
              "driver.memory",
              "driver.env",
              "executor.cores",
              "executor.instances",
              "executor.memory"));

  private MavenForm() {}

  static ShellCommand of(Application application) {
    FIELDS.require(application.given());
    Stream<String> arguments =
        Stream.concat(
            application.arguments().stream(),
            Stream.of(
                "--sparkMaster=local[" + ApplicationFields.cores(application.fields()) + "]"));
    Map<String, String> environment =
        new TreeMap<>(ApplicationFields.driverEnvironment(application.fields()));
    if (environment.put(MAVEN_OPTS, "-Xmx" + heap(application).option()) != null) {
      throw new UsageException(
          "The form mvn cannot express spark.driver.env."
              + MAVEN_OPTS
              + ", because the rendered command sets this variable. Remove it from the parameter"
              + " file.");
    }
    return new ShellCommand(
        environment,
        List.of(
            "mvn",
            "-q",
            "-Pspark",
            "-pl",
            "runners",
            "-am",
            "test-compile",
            "exec:java",
            "-Dexec.mainClass=" + application.mainClass(),
            "-Dexec.args=" + arguments.map(MavenForm::quoted).collect(Collectors.joining(" "))));
  }

  private static MemorySize heap(Application application) {
    MemorySize driver = size(application, "driver");
    MemorySize executor = size(application, "executor");
    int count = application.fields().path("executor").path("instances").asInt(1);
    return driver.plus(new MemorySize(executor.megabytes() * count));
  }

  private static MemorySize size(Application application, String process) {
    return MemorySize.parse(application.fields().path(process).path("memory").asText());
  }

  /** Maven splits the arguments at spaces that are not quoted, and knows no escapes. */
  private static String quoted(String argument) {
    if (argument.contains("${")) {
      throw new UsageException(
          argument + " contains ${, which Maven would replace. Use another form than mvn.");
    }
    if (!argument.matches("(?s).*[\\s\"'].*")) {
      return argument;
    }
    if (!argument.contains("\"")) {
      return "\"" + argument + "\"";
    }
    if (!argument.contains("'")) {
      return "'" + argument + "'";
    }
    throw new UsageException(
        argument
            + " has both kinds of quotes, which Maven cannot pass on. Use another form than mvn.");
  }
}
