package com.k2.marketdata.spark.classdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of the classes that drivers and executors of K2 load. */
public final class ClassList {
  private static final String FILE = "classes.txt";

  /** A line of the log {@code -Xlog:class+load} about a class of a file or an archive of K2. */
  private static final Pattern LOADED =
      Pattern.compile(
          ".*\\[class,load\\s*\\] (\\S+) source: (?:file:|jrt:|shared objects file \\(top\\)).*");

  private ClassList() {}

  /** The list in K2's jar. Classes of other versions of a library may be in it. */
  static List<String> shipped() {
    try (InputStream in = ClassList.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE + " of K2's jar", e);
    }
  }

  /**
   * The classes that a JVM has loaded and that can be archived, according to its log {@code
   * -Xlog:class+load}. Those that it has made itself, such as lambdas, are not among them, nor are
   * those that Java's own archive has.
   */
  public static SortedSet<String> of(Stream<String> log) {
    SortedSet<String> names = new TreeSet<>();
    log.map(LOADED::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .filter(name -> !name.contains("/") && !name.contains("$Proxy"))
        .forEach(names::add);
    return names;
  }
}
