package com.k2.marketdata.spark;

import java.util.Map;
import java.util.Optional;

/** Options of Spark that an application's {@code sparkConf} must not have. */
public final class RefusedOptions {
  private static final String SPARK = "spark.";

  /** Options that are not fields of a driver or an executor, but have another place. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "spark.app.name", "write the name at the top of the file, as `name`.",
          "spark.master", "give the master to render (--master).",
          "spark.jars", below("deps: {jars: […]}"),
          "spark.jars.packages", below("deps: {packages: […]}"),
          "spark.kubernetes.container.image", below("image"));

  /** The same for all options that begin alike. */
  private static final Map<String, String> FAMILIES =
      Map.of(
          "spark.executorEnv.", below("executor: {env: […]}"),
          "spark.hadoop.", below("hadoopConf"),
          "spark.dynamicAllocation.", below("dynamicAllocation"));

  private RefusedOptions() {}

  /** What is to be done instead of giving the option, as the end of a sentence. */
  public static Optional<String> advice(String option) {
    if (!option.startsWith(SPARK)) {
      return Optional.of("remove it. Spark ignores options that do not begin with " + SPARK);
    }
    if (TaskSettings.conf().containsKey(option)) {
      return Optional.of("remove it, because K2 depends on its own value.");
    }
    return ApplicationFields.insteadOf(option)
        .map(RefusedOptions::ofProcess)
        .or(() -> Optional.ofNullable(ELSEWHERE.get(option)).map(RefusedOptions::instead))
        .or(
            () ->
                FAMILIES.entrySet().stream()
                    .filter(family -> option.startsWith(family.getKey()))
                    .findFirst()
                    .map(family -> instead(family.getValue())));
  }

  /** A field is written OBJECT.NAME. */
  private static String ofProcess(String field) {
    return instead(below(field.replace(".", ": {") + ": …}"));
  }

  private static String instead(String advice) {
    return "remove it, and " + advice;
  }

  private static String below(String yaml) {
    return "write `" + yaml + "` directly below `spark`.";
  }
}
