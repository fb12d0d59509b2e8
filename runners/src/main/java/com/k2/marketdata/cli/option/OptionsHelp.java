package com.k2.marketdata.cli.option;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Adds pipeline options to the help of a command, in one group per interface. The {@link
 * Description} of an interface is the heading of its group.
 */
public final class OptionsHelp {
  private static final String SECTION = "pipelineOptions";
  private static final String RUNNER =
      """

      Runner
        --runner=DirectRunner|SparkRunner (default: DirectRunner)
        --jobName=NAME (default: k2-PIPELINE)
        --sparkMaster=URL (default: local[4])
            All other options of Beam and its runners are accepted, too.
      """;

  private OptionsHelp() {}

  /** Adds the options before the list of exit codes. */
  public static void addTo(CommandSpec command, Class<? extends PipelineOptions> options) {
    List<String> keys = new ArrayList<>(command.usageMessage().sectionKeys());
    keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING), SECTION);
    command.usageMessage().sectionKeys(keys);
    command
        .usageMessage()
        .sectionMap()
        .put(SECTION, help -> text(options, help.commandSpec().usageMessage().width()));
  }

  private static String text(Class<?> options, int width) {
    StringBuilder text = new StringBuilder();
    for (Class<?> group : groups(options)) {
      text.append(String.format("%n%s%n", group.getAnnotation(Description.class).value()));
      Arrays.stream(group.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Description.class))
          .sorted(Comparator.comparing(OptionsHelp::name))
          .forEach(getter -> text.append(option(getter, width)));
    }
    return text.append(RUNNER).toString();
  }

  /** The interfaces with a heading, in the order in which they are extended. */
  private static List<Class<?>> groups(Class<?> options) {
    List<Class<?>> groups = new ArrayList<>();
    for (Class<?> part : options.getInterfaces()) {
      if (part != PipelineOptions.class) {
        groups.addAll(part.isAnnotationPresent(Description.class) ? List.of(part) : groups(part));
      }
    }
    return groups;
  }

  private static String option(Method getter, int width) {
    return wrapped("--" + argument(getter) + note(getter), 2, width)
        + wrapped(getter.getAnnotation(Description.class).value(), 6, width);
  }

  private static String wrapped(String text, int indent, int width) {
    Help.TextTable lines =
        Help.TextTable.forColumns(
            Help.defaultColorScheme(Help.Ansi.OFF),
            new Column(width, indent, Column.Overflow.WRAP));
    lines.indentWrappedLines = 0;
    lines.addRowValues(text);
    return lines.toString();
  }

  private static String argument(Method getter) {
    Class<?> type = getter.getReturnType();
    if (type == Map.class) {
      return name(getter).replace("Properties", ".KEY=VALUE");
    }
    if (type == boolean.class) {
      return name(getter);
    }
    return name(getter) + "=" + (type.isEnum() ? constants(type) : placeholder(type));
  }

  private static String placeholder(Class<?> type) {
    if (type == List.class) {
      return "NAME[,NAME...]";
    }
    return type == int.class || type == long.class ? "N" : "VALUE";
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining("|"));
  }

  private static String name(Method getter) {
    String name = getter.getName().substring("get".length());
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static String note(Method getter) {
    if (getter.isAnnotationPresent(Validation.Required.class)) {
      return " (required)";
    }
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getEnclosingClass() == Default.class) {
        try {
          Object value = annotation.annotationType().getMethod("value").invoke(annotation);
          return " (default: " + value.toString().toLowerCase(Locale.ROOT) + ")";
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("Every annotation of a default has a value", e);
        }
      }
    }
    return "";
  }
}
