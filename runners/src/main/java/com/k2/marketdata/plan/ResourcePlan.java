package com.k2.marketdata.plan;

import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a Spark cluster runs and with which memory and cores. The order of the jobs is the order in
 * which they are submitted.
 *
 * @param name the name of a shipped plan, or its file
 */
public record ResourcePlan(String name, Workers workers, Daemons daemons, List<Job> jobs) {
  /** The plans that ship with K2. */
  public static final List<String> SHIPPED = List.of("classic", "lean");

  /**
   * The shipped plan with this name, or else the plan in this file.
   *
   * @throws UsageException if there is neither, or the text is not a plan; lists all errors
   */
  public static ResourcePlan of(String nameOrFile) {
    return of(nameOrFile, text(nameOrFile));
  }

  /**
   * The plan with this text.
   *
   * @param name for messages
   * @throws UsageException if the text is not a plan; lists all errors
   */
  public static ResourcePlan of(String name, String text) {
    return PlanText.parse(name, text);
  }

  /**
   * The text of the shipped plan with this name, or else of this file.
   *
   * @throws UsageException if there is neither
   */
  public static String text(String nameOrFile) {
    try {
      return read(nameOrFile);
    } catch (IOException e) {
      throw new UsageException(
          "The plan "
              + nameOrFile
              + " cannot be read: "
              + e
              + ". Give a file, or one of the shipped plans: "
              + String.join(", ", SHIPPED)
              + ".",
          e);
    }
  }

  private static String read(String nameOrFile) throws IOException {
    if (!SHIPPED.contains(nameOrFile)) {
      return Files.readString(Path.of(nameOrFile));
    }
    try (InputStream resource =
        ResourcePlan.class.getResourceAsStream("/com/k2/marketdata/plan/" + nameOrFile + ".yaml")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * The first job that runs this pipeline and all of these exchanges.
   *
   * @param exchanges empty for any exchanges
   */
  public Optional<Job> jobOf(String pipeline, Collection<String> exchanges) {
    return jobs.stream()
        .filter(job -> job.pipeline().equals(pipeline) && job.exchanges().containsAll(exchanges))
        .findFirst();
  }

  /** The names of all jobs, for messages. */
  public String jobNames() {
    return String.join(", ", jobs.stream().map(Job::name).toList());
  }

  /**
   * The job with this name.
   *
   * @throws UsageException if the plan has no such job
   */
  public Job job(String jobName) {
    return jobs.stream()
        .filter(job -> job.name().equals(jobName))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "The plan "
                        + name
                        + " has no job '"
                        + jobName
                        + "'. Its jobs are: "
                        + jobNames()
                        + "."));
  }
}
