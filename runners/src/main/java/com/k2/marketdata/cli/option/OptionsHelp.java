package com.k2.marketdata.cli.option;

import com.k2.marketdata.options.form.DescribedOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
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

  private static String text(Class<? extends PipelineOptions> options, int width) {
    StringBuilder text = new StringBuilder();
    String group = "";
    for (DescribedOption option : DescribedOption.of(options)) {
      if (!option.group().equals(group)) {
        group = option.group();
        text.append(String.format("%n%s%n", group));
      }
      text.append(text(option, width));
    }
    return text.append(RUNNER).toString();
  }

  private static String text(DescribedOption option, int width) {
    return wrapped("--" + argument(option) + note(option), 2, width)
        + wrapped(option.help(), 6, width);
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

  private static String argument(DescribedOption option) {
    Class<?> type = option.type();
    if (type == Map.class) {
      return option.name() + ".KEY=VALUE";
    }
    if (type == boolean.class) {
      return option.name();
    }
    return option.name()
        + "="
        + (type.isEnum() ? String.join("|", option.choices()) : placeholder(type));
  }

  private static String placeholder(Class<?> type) {
    if (type == List.class) {
      return "NAME[,NAME...]";
    }
    return type == int.class || type == long.class ? "N" : "VALUE";
  }

  private static String note(DescribedOption option) {
    if (option.required()) {
      return " (required)";
    }
    return option.defaultText().map(text -> " (default: " + text + ")").orElse("");
  }
}
