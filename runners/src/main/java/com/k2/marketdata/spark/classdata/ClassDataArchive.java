package com.k2.marketdata.spark.classdata;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The class-data archive of a Spark distribution, K2's jar and this version of Java.
 *
 * @param file in the folder of the distribution. Its name changes with the jars and with Java
 */
public record ClassDataArchive(SparkDistribution spark, Path file) {
  private static final String SUFFIX = ".jsa";

  /**
   * Archives are mapped at the address for which they were made. By default Java maps them at a
   * random one and adapts every pointer in them, which takes time and makes each JVM keep a copy of
   * the whole archive in its own memory.
   */
  private static final List<String> FIXED_ADDRESS =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

  /** The archive, which may not exist yet. */
  public static ClassDataArchive of(SparkDistribution spark) {
    String name = UUID.nameUUIDFromBytes(inputs(spark).getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    return new ClassDataArchive(spark, folder(spark).resolve(name));
  }

  /** Whether the archive has been made. */
  public boolean exists() {
    return Files.exists(file);
  }

  /**
   * These settings, with the archive if it exists. A JVM that cannot use an archive starts without
   * it.
   */
  public SparkSettings applyTo(SparkSettings settings) {
    return exists()
        ? settings
            .withJvmOptions(FIXED_ADDRESS)
            .withJvmOptions(List.of("-XX:SharedArchiveFile=" + file))
        : settings;
  }

  /**
   * The command that makes the archive.
   *
   * @param draft the file to write
   */
  public SparkSubmitCommand making(Path draft) {
    return new SparkSubmitCommand(
        spark.home(),
        "local",
        DeployMode.CLIENT,
        LoadClasses.class.getName(),
        spark.jar(),
        List.of(),
        Map.of(
            "spark.driver.memory",
            "512m",
            "spark.driver.extraJavaOptions",
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 "
                + String.join(" ", FIXED_ADDRESS)
                + " -XX:ArchiveClassesAtExit="
                + draft),
        Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
        List.of());
  }

  /** Archives of other jars or other versions of Java, which nothing uses any more. */
  public List<Path> outdated() {
    return list(folder(spark))
        .filter(other -> other.toString().endsWith(SUFFIX))
        .filter(other -> !other.equals(file))
        .toList();
  }

  private static Path folder(SparkDistribution spark) {
    return spark.home().resolve("class-data");
  }

  /** What an archive depends on. */
  private static String inputs(SparkDistribution spark) {
    StringBuilder inputs = new StringBuilder(System.getProperty("java.home"));
    inputs.append(System.getProperty("java.vm.version"));
    Stream.concat(Stream.of(spark.jar()), list(spark.home().resolve("jars")))
        .map(Path::toFile)
        .forEach(jar -> inputs.append(jar).append(jar.length()).append(jar.lastModified()));
    return inputs.toString();
  }

  private static Stream<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot list " + folder + ": " + e, e);
    }
  }
}
