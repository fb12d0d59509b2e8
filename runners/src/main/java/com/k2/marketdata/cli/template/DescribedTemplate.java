package com.k2.marketdata.cli.template;

import com.k2.marketdata.template.Parameter;
import com.k2.marketdata.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A template and its parameters as text: the name, type and default of each, then its help. */
final class DescribedTemplate {
  private DescribedTemplate() {}

  static String text(Template template, Map<String, String> planned, List<Parameter> parameters) {
    StringBuilder text = new StringBuilder();
    text.append(template.name())
        .append(": ")
        .append(template.description())
        .append("\n\nMain class: ")
        .append(template.mainClass())
        .append("\nCommand: ")
        .append(String.join(" ", template.command()))
        .append('\n');
    String group = "";
    for (Parameter parameter : parameters) {
      if (!parameter.group().equals(group)) {
        group = parameter.group();
        text.append('\n').append(group).append('\n');
      }
      text.append("  ")
          .append(parameter.name())
          .append(" (")
          .append(String.join("; ", notes(template, planned, parameter)))
          .append(")\n      ")
          .append(parameter.help())
          .append('\n');
    }
    return text.toString();
  }

  private static List<String> notes(
      Template template, Map<String, String> planned, Parameter parameter) {
    List<String> notes = new ArrayList<>();
    notes.add(parameter.type().toString());
    if (!parameter.choices().isEmpty()) {
      notes.add("one of " + String.join(", ", parameter.choices()));
    }
    if (planned.containsKey(parameter.name())) {
      notes.add("plan lean: " + planned.get(parameter.name()));
    } else if (template.defaults().has(parameter.name())) {
      notes.add("template: " + template.defaults().get(parameter.name()).asText());
    } else if (parameter.required()) {
      notes.add("required");
    } else {
      parameter.defaultText().ifPresent(value -> notes.add("default: " + value));
    }
    return notes;
  }
}
