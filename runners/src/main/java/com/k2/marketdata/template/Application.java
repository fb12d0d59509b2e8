package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import java.util.List;

/**
 * A template with the values of a parameter file: what is started, with which arguments, and with
 * which settings of Spark.
 *
 * @param name lower-case letters, digits and hyphens
 * @param mainClass of the jar for Spark
 * @param arguments of the main class, with the runner
 * @param fields of a SparkApplication's {@code spec}, without what the other components say
 * @param given those fields that the template or the parameter file states; the others are K2's own
 */
public record Application(
    String name, String mainClass, List<String> arguments, ObjectNode fields, ObjectNode given) {

  public Application {
    arguments = List.copyOf(arguments);
  }

  /**
   * The application that a parameter file describes.
   *
   * @param program the command that the template starts
   * @param file the name of the parameter file, for messages
   * @param text of the parameter file
   * @throws UsageException if the plan does not fit, or the file is wrong; lists all errors of the
   *     file
   */
  public static Application of(
      Template template, TemplateProgram program, String file, String text, PlanChoice plan) {
    return new ApplicationReader(template, program, plan).read(file, text);
  }
}
