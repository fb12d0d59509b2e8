package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.text.Durations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values of parameters that apply where a parameter file gives none. */
public final class Defaults {
  private static final String TRIGGER = "trigger";
  private static final String ON_FATAL = "onFatal";
  private static final String HEALTH_FILE = "healthFile";

  /** Stands for the name of the application in the template's health file. */
  private static final String NAME = "NAME";

  private Defaults() {}

  /** What the plan that is used by default says about the parameters of a template. */
  public static Map<String, String> ofPlan(Template template) {
    return PlanChoice.DEFAULT.of(template, List.of()).map(Defaults::ofJob).orElse(Map.of());
  }

  /** What a job of a plan says about the parameters of its pipeline. */
  static Map<String, String> ofJob(Job job) {
    Map<String, String> values = new TreeMap<>();
    values.put(TRIGGER, Durations.text(job.trigger()));
    job.maxRecordsPerCycle()
        .ifPresent(records -> values.put("maxRecordsPerCycle", Long.toString(records)));
    return values;
  }

  /**
   * The defaults of an application. A job that ends by itself does not hold after a failure, since
   * it would never end.
   *
   * @param planned values of a plan, which replace those of the template
   * @param given the parameters of the file
   * @param name of the application
   */
  static ObjectNode of(
      Template template, Map<String, String> planned, ObjectNode given, String name) {
    ObjectNode defaults = template.defaults().deepCopy();
    planned.forEach(defaults::put);
    if (defaults.has(HEALTH_FILE)) {
      defaults.put(HEALTH_FILE, defaults.get(HEALTH_FILE).asText().replace(NAME, name));
    }
    if (defaults.has(ON_FATAL) && endsByItself(given, defaults)) {
      defaults.putNull(ON_FATAL);
    }
    return defaults;
  }

  private static boolean endsByItself(ObjectNode given, ObjectNode defaults) {
    JsonNode trigger = given.has(TRIGGER) ? given.get(TRIGGER) : defaults.path(TRIGGER);
    return !trigger.isTextual() || trigger.asText().equalsIgnoreCase(CycleOptions.ONCE);
  }
}
