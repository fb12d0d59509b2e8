package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments of a template's program.
 *
 * @param given what the parameters and the defaults say
 * @param missing valid values for required parameters that are missing or wrong, so that all others
 *     can be checked
 * @param required the options that must be given
 * @param wrong the options whose values are errors already
 */
record ParameterArguments(
    List<String> given, List<String> missing, Set<String> required, Set<String> wrong) {

  /**
   * Makes arguments of values.
   *
   * @param defaults values that a file overrides, and removes with {@code null}
   * @param values of the file
   * @param errors receives a sentence for each error
   */
  static ParameterArguments of(
      Template template,
      List<Parameter> parameters,
      ObjectNode defaults,
      ObjectNode values,
      List<String> errors) {
    List<String> known = parameters.stream().map(Parameter::name).toList();
    values
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                errors.add(RefusedParameters.sentence(name, template.name(), known));
              }
            });
    List<String> given = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Set<String> wrong = new HashSet<>();
    for (Parameter parameter : parameters) {
      int before = errors.size();
      List<String> arguments =
          value(parameter, defaults, values, errors)
              .map(value -> new ParameterValues(parameter, errors).arguments(value))
              .orElse(List.of());
      given.addAll(arguments);
      if (errors.size() > before) {
        wrong.add("--" + parameter.name());
      }
      if (parameter.required() && arguments.isEmpty()) {
        missing.add("--" + parameter.name() + "=" + anyChoice(parameter));
      }
    }
    return new ParameterArguments(
        List.copyOf(given), List.copyOf(missing), required(parameters), Set.copyOf(wrong));
  }

  private static String anyChoice(Parameter parameter) {
    return parameter.choices().stream().findFirst().orElse("x");
  }

  private static Set<String> required(List<Parameter> parameters) {
    return parameters.stream()
        .filter(Parameter::required)
        .map(parameter -> "--" + parameter.name())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<JsonNode> value(
      Parameter parameter, ObjectNode defaults, ObjectNode values, List<String> errors) {
    JsonNode value = values.path(parameter.name());
    JsonNode byDefault = defaults.path(parameter.name());
    JsonNode effective = value.isMissingNode() ? byDefault : value;
    boolean isGiven = !effective.isMissingNode() && !effective.isNull();
    String subject = "parameters." + parameter.name();
    if (!isGiven && parameter.required()) {
      errors.add(subject + " is missing: " + parameter.help());
    } else if (value.isNull() && byDefault.isMissingNode()) {
      errors.add(subject + " has no value. Give one, or remove the line.");
    }
    return isGiven ? Optional.of(effective) : Optional.empty();
  }

  /**
   * Lets the program check the arguments. It stops at the first error; so it checks again, without
   * the options that the error names, until it finds no other error. An error that names an option
   * whose value is wrong may be a consequence, and is not reported.
   *
   * @param fixed arguments that are never left out
   */
  void check(TemplateProgram program, List<String> fixed, List<String> errors) {
    List<String> rest = new ArrayList<>(given);
    boolean isDone = false;
    while (!isDone) {
      try {
        program.requireValid(Stream.of(fixed, missing, rest).flatMap(List::stream).toList());
        isDone = true;
      } catch (UsageException e) {
        if (wrong.stream().noneMatch(option -> isNamed(option, e))) {
          errors.add(e.getMessage());
        }
        isDone = !rest.removeIf(argument -> isOptional(argument) && isNamed(option(argument), e));
      }
    }
  }

  private boolean isOptional(String argument) {
    return !required.contains(option(argument));
  }

  private static boolean isNamed(String option, UsageException error) {
    return Pattern.compile(Pattern.quote(option) + "(?![\\w-])").matcher(error.getMessage()).find();
  }

  private static String option(String argument) {
    return argument.replaceFirst("(?s)=.*", "");
  }
}
