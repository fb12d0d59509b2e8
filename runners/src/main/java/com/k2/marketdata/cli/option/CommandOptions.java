package com.k2.marketdata.cli.option;

import com.k2.marketdata.options.form.DescribedOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.options.PipelineOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Describes the options of a command: its own, and those of Beam that it passes on. */
public final class CommandOptions {
  /** What {@link CatalogMixin} passes on to a command that runs a pipeline. */
  private static final Set<String> PASSED_ON = Set.of("catalog", "kafka", "stallTimeout");

  private CommandOptions() {}

  /** For a command that passes all other arguments on to a pipeline with these options. */
  public static List<DescribedOption> of(
      CommandSpec command, Class<? extends PipelineOptions> pipeline) {
    List<DescribedOption> passed = DescribedOption.of(pipeline);
    return Stream.concat(passed.stream(), own(command, named(passed)).stream()).toList();
  }

  /**
   * For a command with options of its own. One that has the name of an option of Beam has the same
   * meaning and form.
   */
  public static List<DescribedOption> of(
      CommandSpec command, List<Class<? extends PipelineOptions>> others) {
    List<DescribedOption> ofBeam =
        others.stream().flatMap(each -> DescribedOption.of(each).stream()).toList();
    Map<String, DescribedOption> known = named(ofBeam);
    List<DescribedOption> all = new ArrayList<>(own(command, Map.of()));
    all.replaceAll(option -> known.getOrDefault(option.name(), option));
    ofBeam.stream().filter(option -> PASSED_ON.contains(option.name())).forEach(all::add);
    return List.copyOf(all);
  }

  private static Map<String, DescribedOption> named(List<DescribedOption> options) {
    Map<String, DescribedOption> named = new HashMap<>();
    options.forEach(option -> named.putIfAbsent(option.name(), option));
    return named;
  }

  private static List<DescribedOption> own(
      CommandSpec command, Map<String, DescribedOption> except) {
    return command.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .filter(option -> !except.containsKey(name(option)))
        .map(option -> described(option, "Command " + command.name()))
        .toList();
  }

  private static DescribedOption described(OptionSpec option, String group) {
    return new DescribedOption(
        name(option),
        option.typeInfo().isMultiValue() ? List.class : option.type(),
        String.join(" ", option.description()),
        group,
        option.required(),
        Optional.ofNullable(option.defaultValue()),
        Optional.empty(),
        Optional.empty(),
        choices(option));
  }

  private static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^--", "");
  }

  private static List<String> choices(OptionSpec option) {
    Iterable<String> candidates = option.completionCandidates();
    return candidates == null
        ? List.of()
        : StreamSupport.stream(candidates.spliterator(), false)
            .map(choice -> choice.toLowerCase(Locale.ROOT))
            .toList();
  }
}
