package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.spark.ApplicationFields;
import com.k2.marketdata.text.Durations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Fills a template with the values of a parameter file, and finds all errors of the file. */
final class ApplicationReader {
  private static final String EXCHANGE = "exchange";
  private static final String RUNNER = "--runner=SparkRunner";

  private final Template template;
  private final TemplateProgram program;
  private final PlanChoice choice;
  private final List<String> errors = new ArrayList<>();

  ApplicationReader(Template template, TemplateProgram program, PlanChoice choice) {
    this.template = template;
    this.program = program;
    this.choice = choice;
  }

  Application read(String file, String text) {
    ParameterFile given = ParameterFile.read(file, text, errors);
    List<String> wrongFields = SparkBlock.errors(given.spark());
    Optional<Job> job = job(given);
    ParameterArguments arguments =
        ParameterArguments.of(
            template, Parameter.of(program), defaults(job), given.parameters(), errors);
    arguments.check(program, fixed(), errors);
    errors.addAll(wrongFields);
    if (!errors.isEmpty()) {
      throw new UsageException(
          "The file "
              + file
              + " does not fit the template "
              + template.name()
              + ":\n- "
              + String.join("\n- ", errors));
    }
    return new Application(
        given.name().orElse("k2-" + template.name()),
        template.mainClass(),
        Stream.of(template.command(), arguments.given(), jobName(given))
            .flatMap(List::stream)
            .toList(),
        fields(job, given.spark()));
  }

  /** A plan that does not fit is an error beside those of the file. */
  private Optional<Job> job(ParameterFile given) {
    try {
      return choice.of(template, exchanges(given.parameters().path(EXCHANGE)));
    } catch (UsageException e) {
      errors.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** Those that exist; the others are errors of their own. */
  private static List<String> exchanges(JsonNode value) {
    List<String> names = new ArrayList<>(Arrays.asList(value.asText().split(",")));
    value.forEach(name -> names.add(name.asText()));
    names.retainAll(Exchanges.names());
    return names;
  }

  /** The plan's values come before the template's. A job that is named gives its exchanges, too. */
  private ObjectNode defaults(Optional<Job> job) {
    ObjectNode defaults = template.defaults().deepCopy();
    job.ifPresent(
        planned -> {
          defaults.put("trigger", Durations.text(planned.trigger()));
          planned
              .maxRecordsPerCycle()
              .ifPresent(records -> defaults.put("maxRecordsPerCycle", Long.toString(records)));
          if (choice.job().isPresent()) {
            defaults.put(EXCHANGE, String.join(",", planned.exchanges()));
          }
        });
    return defaults;
  }

  /** What the program parses before the options, and what rendering adds. */
  private List<String> fixed() {
    List<String> fixed = new ArrayList<>(template.command());
    fixed.remove(0);
    fixed.add(RUNNER);
    return fixed;
  }

  private static List<String> jobName(ParameterFile given) {
    return given.name().map(name -> List.of("--jobName=" + name)).orElse(List.of());
  }

  private ObjectNode fields(Optional<Job> job, ObjectNode given) {
    Sizes sizes = job.map(Sizes::of).or(() -> Sizes.of(template)).orElseThrow().with(given);
    ObjectNode fields = ApplicationFields.of(sizes.driver(), sizes.executor());
    fields
        .put("image", "k2-pipelines:" + Version.get())
        .put("imagePullPolicy", "IfNotPresent")
        .put("sparkVersion", ApplicationFields.SPARK_VERSION)
        .put("mainApplicationFile", "local:///opt/k2/k2-pipelines-spark.jar");
    FieldsMerge.into(fields, Sizes.removedFrom(template.spark()));
    FieldsMerge.into(fields, Sizes.removedFrom(given));
    return fields;
  }
}
