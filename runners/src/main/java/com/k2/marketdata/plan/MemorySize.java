package com.k2.marketdata.plan;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An amount of memory in whole megabytes of 1,048,576 bytes, which Spark and the JVM write as
 * {@code m}.
 */
public record MemorySize(int megabytes) implements Comparable<MemorySize> {
  public static final MemorySize ZERO = new MemorySize(0);

  private static final Pattern TEXT = Pattern.compile("[1-9]\\d{0,5}[mM]|[1-9]\\d{0,2}[gG]");

  /**
   * A size such as {@code 480m} or {@code 2g}.
   *
   * @throws IllegalArgumentException if the text is not such a size
   */
  public static MemorySize parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "is not a size. Write a whole number with a unit, from 1m to 999g");
    }
    int number = Integer.parseInt(text.substring(0, text.length() - 1));
    return new MemorySize(text.toLowerCase(Locale.ROOT).endsWith("g") ? 1024 * number : number);
  }

  public MemorySize plus(MemorySize other) {
    return new MemorySize(megabytes + other.megabytes);
  }

  @Override
  public int compareTo(MemorySize other) {
    return Integer.compare(megabytes, other.megabytes);
  }

  /** In the form of Spark's options and the JVM's, such as {@code 480m}. */
  public String option() {
    return megabytes + "m";
  }

  /** For people: {@code 2,048 MB}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d MB", megabytes);
  }
}
