package com.k2.marketdata.template.render;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.spark.ApplicationFields;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.template.Application;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application as a {@code spark-submit} command in client mode, with the same settings as {@code
 * k2 run --cluster}. Fields that only Kubernetes has, such as the image and the restart policy,
 * have no counterpart in it.
 */
final class SubmitForm {
  private static final Pattern LOCAL = Pattern.compile("local://(/.*)");

  private static final CommandFields FIELDS =
      new CommandFields(
          RenderedForm.SPARK_SUBMIT,
          Set.of(
              "mainApplicationFile",
              "sparkConf",
              "hadoopConf",
              "deps.jars",
              "driver.cores",
              "driver.memory",
              "driver.javaOptions",
              "driver.env",
              "executor.cores",
              "executor.instances",
              "executor.memory",
              "executor.javaOptions",
              "executor.env"));

  private SubmitForm() {}

  static SparkSubmitCommand of(Application application, RenderSettings settings) {
    FIELDS.require(application.given());
    return new SparkSubmitCommand(
        settings.sparkHome(),
        settings.master(),
        DeployMode.CLIENT,
        application.mainClass(),
        jar(application.fields().path("mainApplicationFile").asText()),
        List.of(),
        ApplicationFields.conf(application.fields()),
        ApplicationFields.driverEnvironment(application.fields()),
        application.arguments());
  }

  private static Path jar(String file) {
    Matcher local = LOCAL.matcher(file);
    if (!local.matches()) {
      throw new UsageException(
          "The field spark.mainApplicationFile is "
              + file
              + ". For spark-submit, it must be a path that every machine of the cluster has, such"
              + " as local:///opt/k2/k2-pipelines-spark.jar.");
    }
    return Path.of(local.group(1));
  }
}
