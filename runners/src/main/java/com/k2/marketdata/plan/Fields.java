package com.k2.marketdata.plan;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.form.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one object of a YAML document. A wrong field adds a sentence to the list of errors
 * and returns a valid value, so that one pass finds all errors.
 */
final class Fields {
  private static final Duration ONE_DAY = Duration.ofDays(1);

  private final String path;
  private final Map<?, ?> values;
  private final List<String> errors;
  private final Set<String> known = new TreeSet<>();

  private Fields(String path, Map<?, ?> values, List<String> errors) {
    this.path = path;
    this.values = values;
    this.errors = errors;
  }

  /** The fields of a value, which must be an object. */
  static Fields of(String path, Object value, List<String> errors) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(path, map, errors);
    }
    errors.add((path.isEmpty() ? "The document" : path) + " must be an object with fields.");
    return empty(path);
  }

  /** Replaces a missing object; its missing fields are not reported. */
  private static Fields empty(String path) {
    return new Fields(path, Map.of(), new ArrayList<>());
  }

  Fields object(String name) {
    return optionalObject(name)
        .orElseGet(
            () -> {
              missing(name);
              return empty(child(name));
            });
  }

  Optional<Fields> optionalObject(String name) {
    return value(name).map(value -> of(child(name), value, errors));
  }

  /** The objects of a list that has at least one. */
  List<Fields> objects(String name) {
    List<?> list = list(name);
    List<Fields> objects = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      objects.add(of(child(name) + "[" + i + "]", list.get(i), errors));
    }
    return objects;
  }

  String text(String name) {
    Optional<Object> value = value(name);
    if (value.isEmpty()) {
      missing(name);
    }
    return value.map(String::valueOf).orElse("");
  }

  String oneOf(String name, List<String> choices) {
    String text = text(name);
    if (!text.isEmpty() && !choices.contains(text)) {
      error(name, "is '" + text + "'. It must be one of " + String.join(", ", choices));
    }
    return text;
  }

  /** A list of one or more of the choices, each at most once. */
  List<String> someOf(String name, List<String> choices) {
    List<String> texts = list(name).stream().map(String::valueOf).toList();
    for (String text : texts) {
      if (!choices.contains(text)) {
        error(name, "has '" + text + "'. It must have only " + String.join(", ", choices));
      }
    }
    if (texts.stream().distinct().count() < texts.size()) {
      error(name, "has a value twice");
    }
    return texts;
  }

  MemorySize size(String name) {
    Optional<MemorySize> size = optionalSize(name);
    if (value(name).isEmpty()) {
      missing(name);
    }
    return size.orElse(MemorySize.ZERO);
  }

  Optional<MemorySize> optionalSize(String name) {
    return value(name)
        .map(
            value -> {
              try {
                return MemorySize.parse(value.toString());
              } catch (IllegalArgumentException e) {
                error(name, "is '" + value + "', which " + e.getMessage());
                return MemorySize.ZERO;
              }
            });
  }

  int count(String name, int most) {
    OptionalInt count = optionalCount(name, most);
    if (value(name).isEmpty()) {
      missing(name);
    }
    return count.orElse(1);
  }

  /** A whole number from 1 to {@code most}. */
  OptionalInt optionalCount(String name, int most) {
    Optional<Object> value = value(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.get() instanceof Integer number && number > 0 && number <= most) {
      return OptionalInt.of(number);
    }
    error(name, "is '" + value.get() + "'. It must be a whole number from 1 to " + most);
    return OptionalInt.of(1);
  }

  /** A duration of up to a day. */
  Duration duration(String name) {
    String text = text(name);
    try {
      Duration duration = text.isEmpty() ? ONE_DAY : Quantities.duration(name, text);
      if (duration.isZero() || duration.compareTo(ONE_DAY) > 0) {
        error(name, "is '" + text + "'. It must be more than 0 and at most 1d");
      }
      return duration;
    } catch (UsageException e) {
      error(name, "is '" + text + "', which is not a duration. Write, for example, 500ms or 10s");
      return ONE_DAY;
    }
  }

  void error(String name, String what) {
    errors.add(child(name) + " " + what + ".");
  }

  /** Reports the fields that were not read. */
  void end() {
    for (Object name : values.keySet()) {
      if (!known.contains(String.valueOf(name))) {
        error(
            String.valueOf(name),
            "is not a field here. The fields are " + String.join(", ", known));
      }
    }
  }

  private List<?> list(String name) {
    Optional<Object> value = value(name);
    if (value.isEmpty()) {
      missing(name);
      return List.of();
    }
    if (value.get() instanceof List<?> list && !list.isEmpty()) {
      if (list.contains(null)) {
        error(name, "has an empty value");
      }
      return list.stream().filter(Objects::nonNull).toList();
    }
    error(name, "must be a list with at least one value");
    return List.of();
  }

  private void missing(String name) {
    error(name, "is missing");
  }

  private Optional<Object> value(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  private String child(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
