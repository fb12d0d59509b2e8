package com.k2.marketdata.template.render;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.template.Application;
import java.util.Locale;

/** The forms in which an application can be rendered. */
public enum RenderedForm {
  /** A command that submits to a standalone cluster, with the driver in the foreground. */
  SPARK_SUBMIT,
  /** A resource for Kubernetes, with the driver in a pod. */
  SPARK_OPERATOR,
  /** A command that runs driver and tasks in one process, in a checkout of K2. */
  MVN;

  /**
   * The text of an application, which ends with a line break.
   *
   * @throws UsageException if the application cannot be written in this form
   */
  public String render(Application application, RenderSettings settings) {
    return switch (this) {
      case SPARK_SUBMIT -> SubmitForm.of(application, settings) + "\n";
      case SPARK_OPERATOR -> OperatorForm.text(application);
      case MVN -> MavenForm.of(application) + "\n";
    };
  }

  /**
   * Requires that an application can be written as a resource for Kubernetes.
   *
   * @throws UsageException if it does not have the strict schema of a SparkApplication
   */
  public static void requireResource(Application application) {
    OperatorForm.text(application);
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
