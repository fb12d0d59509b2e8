package com.k2.marketdata.template;

import com.k2.marketdata.options.form.DescribedOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A parameter of a template, generated from an option of the pipeline.
 *
 * @param name of the option, without dashes
 * @param label the name as words
 * @param regex what a whole value matches, in upper or lower case
 * @param words the same for people, as the end of the sentence "It must be …"
 * @param defaultText the default of the option, if it has one
 * @param choices the values that are allowed; empty if they cannot be listed
 * @param group the heading under which the option is listed
 */
public record Parameter(
    String name,
    String label,
    String help,
    ParameterType type,
    Optional<String> regex,
    String words,
    Optional<String> defaultText,
    boolean required,
    List<String> choices,
    String group) {
  /** Nearly all values that fit into 32 bits, at most 2146999999. */
  private static final String INT = "-?(\\d{1,9}|1\\d{9}|20\\d{8}|21[0-3]\\d{7}|214[0-6]\\d{6})";

  private static final String LONG = "-?\\d{1,18}";

  /** The parameters of a program: its options without those that a template decides. */
  public static List<Parameter> of(TemplateProgram program) {
    return program.options().stream()
        .filter(option -> !RefusedParameters.isReserved(option.name()))
        .map(Parameter::of)
        .toList();
  }

  static Parameter of(DescribedOption option) {
    ParameterType type = ParameterType.of(option);
    return new Parameter(
        option.name(),
        label(option.name()),
        option.help(),
        type,
        option.regex().or(() -> regex(option, type)),
        words(option, type),
        option.defaultText(),
        option.required(),
        option.choices(),
        option.group());
  }

  private static String label(String name) {
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static Optional<String> regex(DescribedOption option, ParameterType type) {
    return switch (type) {
      case WHOLE_NUMBER ->
          Optional.of(option.type() == int.class || option.type() == Integer.class ? INT : LONG);
      case NUMBER -> Optional.of("-?\\d{1,18}(\\.\\d{1,18})?");
      case BOOLEAN -> Optional.of("true|false");
      default -> Optional.empty();
    };
  }

  private static String words(DescribedOption option, ParameterType type) {
    return option
        .words()
        .orElse(
            option.choices().isEmpty()
                ? type.words()
                : "one of " + String.join(", ", option.choices()));
  }
}
