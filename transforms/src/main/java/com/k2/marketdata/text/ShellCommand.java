package com.k2.marketdata.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command for people to read and for a shell to run.
 *
 * @param environment variables that are set for the command
 * @param words the program and its arguments
 */
public record ShellCommand(Map<String, String> environment, List<String> words) {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+-]+");

  /** One line, in which a shell finds the same variables and words. */
  @Override
  public String toString() {
    Stream<String> variables =
        new TreeMap<>(environment)
            .entrySet().stream().map(entry -> entry.getKey() + "=" + quoted(entry.getValue()));
    return Stream.concat(variables, words.stream().map(ShellCommand::quoted))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
