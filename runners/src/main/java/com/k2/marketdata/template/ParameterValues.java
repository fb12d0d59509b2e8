package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.options.settings.AddressSecrets;
import com.k2.marketdata.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns the value of one parameter into arguments, or says what is wrong with it. */
final class ParameterValues {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Parameter parameter;
  private final List<String> errors;

  ParameterValues(Parameter parameter, List<String> errors) {
    this.parameter = parameter;
    this.errors = errors;
  }

  /** The arguments for a value; none if it is wrong, which adds a sentence to the errors. */
  List<String> arguments(JsonNode value) {
    int before = errors.size();
    List<String> arguments =
        switch (parameter.type()) {
          case MAP -> ofMapping(value);
          case LIST -> ofList(value);
          case BOOLEAN -> ofBoolean(value);
          default -> List.of(option() + "=" + scalar(value));
        };
    return errors.size() == before ? arguments : List.of();
  }

  private List<String> ofMapping(JsonNode value) {
    if (!value.isObject()) {
      error(" must be a mapping, such as " + parameter.name() + ": {KEY: VALUE}.");
      return List.of();
    }
    List<String> arguments = new ArrayList<>();
    value
        .fields()
        .forEachRemaining(
            entry -> {
              if (entry.getValue().isTextual() && !hasControl(entry.getValue().asText())) {
                arguments.add(option() + "." + entry.getKey() + "=" + entry.getValue().asText());
              } else {
                errors.add(subject() + "." + entry.getKey() + " must be one line of text.");
              }
            });
    return arguments;
  }

  private List<String> ofList(JsonNode value) {
    List<String> elements = new ArrayList<>();
    if (value.isTextual()) {
      elements.addAll(Stream.of(value.asText().split(",", -1)).map(String::strip).toList());
    } else if (value.isArray() && !value.isEmpty()) {
      value.forEach(element -> elements.add(element.isTextual() ? element.asText() : ""));
    }
    if (elements.isEmpty() || elements.stream().anyMatch(ParameterValues::isNoElement)) {
      error(" must be a list of words, such as [a, b] or a,b.");
      return List.of();
    }
    for (String element : elements) {
      if (!parameter.choices().isEmpty() && !parameter.choices().contains(element)) {
        error(
            " has "
                + shown(element)
                + ". Use one or more of "
                + String.join(", ", parameter.choices())
                + ".");
      }
    }
    return List.of(option() + "=" + String.join(",", elements));
  }

  private static boolean isNoElement(String element) {
    return element.isEmpty() || element.contains(",") || hasControl(element);
  }

  private List<String> ofBoolean(JsonNode value) {
    boolean isTrue = scalar(value).equalsIgnoreCase("true");
    boolean isDefault = parameter.defaultText().orElse("false").equals(String.valueOf(isTrue));
    if (isDefault) {
      return List.of();
    }
    return List.of(isTrue ? option() : option() + "=false");
  }

  private String scalar(JsonNode value) {
    if (!value.isTextual()) {
      error(" must be " + parameter.words() + ".");
      return "";
    }
    String text = value.asText();
    if (hasControl(text)) {
      error(" has a line break or another control character.");
    } else if (!isAllowed(text)) {
      error(" is " + shown(text) + ". It must be " + parameter.words() + ".");
    }
    return text;
  }

  private boolean isAllowed(String text) {
    if (!parameter.choices().isEmpty()) {
      return parameter.choices().stream().anyMatch(text::equalsIgnoreCase);
    }
    return parameter
        .regex()
        .map(regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(text).matches())
        .orElse(!text.isEmpty());
  }

  private static boolean hasControl(String text) {
    return CONTROL.matcher(text).find();
  }

  /** A wrong value may be a password. */
  private static String shown(String text) {
    return AddressSecrets.areIn(text)
        ? "an address with a password"
        : "'" + Printable.line(text) + "'";
  }

  private String option() {
    return "--" + parameter.name();
  }

  private String subject() {
    return "parameters." + parameter.name();
  }

  private void error(String rest) {
    errors.add(subject() + rest);
  }
}
