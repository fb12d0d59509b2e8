package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.cycle.Version;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.spark.ApplicationFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    List<String> exchanges = exchanges(given.parameters().path(EXCHANGE));
    Optional<Job> job = choice.of(template, exchanges);
    Map<String, String> planned = planned(job);
    String name = given.name().orElseGet(() -> defaultName(exchanges, planned));
    ParameterArguments arguments =
        ParameterArguments.of(
            template,
            Parameter.of(program),
            Defaults.of(template, planned, given.parameters(), name),
            given.parameters(),
            errors);
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
        name,
        template.mainClass(),
        Stream.of(template.command(), arguments.given(), List.of("--jobName=" + name, RUNNER))
            .flatMap(List::stream)
            .toList(),
        fields(job, given.spark()),
        stated(given.spark()));
  }

  /** Those that exist; the others are errors of their own. */
  private static List<String> exchanges(JsonNode value) {
    List<String> names = new ArrayList<>();
    Stream.of(value.asText().split(",")).map(String::strip).forEach(names::add);
    value.forEach(name -> names.add(name.asText()));
    names.retainAll(Exchanges.names());
    return names;
  }

  /** What the plan says. A job that is named gives its exchanges, too. */
  private Map<String, String> planned(Optional<Job> job) {
    Map<String, String> planned = new TreeMap<>();
    job.map(Defaults::ofJob).ifPresent(planned::putAll);
    if (choice.job().isPresent()) {
      job.ifPresent(named -> planned.put(EXCHANGE, String.join(",", named.exchanges())));
    }
    return planned;
  }

  /** Two files for different exchanges have different names. */
  private String defaultName(List<String> exchanges, Map<String, String> planned) {
    Stream<String> parts =
        exchanges.isEmpty() ? Stream.ofNullable(planned.get(EXCHANGE)) : exchanges.stream();
    return Stream.concat(Stream.of("k2", template.name()), parts)
        .map(part -> part.replace(',', '-').replace('_', '-'))
        .collect(Collectors.joining("-"));
  }

  /** What the program parses before the options, and what rendering adds. */
  private List<String> fixed() {
    List<String> fixed = new ArrayList<>(template.command());
    fixed.remove(0);
    fixed.add(RUNNER);
    return fixed;
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
    ApplicationJar.normalize(fields);
    return fields;
  }

  private ObjectNode stated(ObjectNode given) {
    ObjectNode stated = template.spark().deepCopy();
    FieldsMerge.into(stated, given);
    return stated;
  }
}
