package com.k2.marketdata.template;

import com.k2.marketdata.options.form.DescribedOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What kind of value a parameter has. */
public enum ParameterType {
  TEXT("text"),
  WHOLE_NUMBER("a whole number"),
  NUMBER("a number"),
  BOOLEAN("true or false"),
  ENUM("one of its choices"),
  LIST("a list"),
  MAP("a mapping");

  private final String words;

  ParameterType(String words) {
    this.words = words;
  }

  /** The end of the sentence "It must be …". */
  String words() {
    return words;
  }

  static ParameterType of(DescribedOption option) {
    Class<?> type = option.type();
    if (type == boolean.class || type == Boolean.class) {
      return BOOLEAN;
    }
    if (type == Map.class) {
      return MAP;
    }
    if (type == List.class) {
      return LIST;
    }
    if (isWholeNumber(type)) {
      return WHOLE_NUMBER;
    }
    if (type == double.class || type == Double.class) {
      return NUMBER;
    }
    return option.choices().isEmpty() ? TEXT : ENUM;
  }

  private static boolean isWholeNumber(Class<?> type) {
    return List.of(int.class, Integer.class, long.class, Long.class).contains(type);
  }

  /** The name in descriptions of parameters. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
