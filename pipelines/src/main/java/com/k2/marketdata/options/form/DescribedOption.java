package com.k2.marketdata.options.form;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/**
 * What the annotations of an option say about it, for help texts and templates.
 *
 * @param name without dashes; for options with a key, such as {@code --catalog.KEY=VALUE}, the part
 *     before the dot
 * @param type of the value; a {@link Map} for options with a key
 * @param help one or more sentences
 * @param group the heading of the options with which it is listed
 * @param defaultText the default as it is written on a command line; empty if the help says what
 *     applies instead
 * @param regex what a whole value matches, in upper or lower case
 * @param words the same for people, as the end of the sentence "It must be …"
 * @param choices the values that are allowed; empty if they cannot be listed
 */
public record DescribedOption(
    String name,
    Class<?> type,
    String help,
    String group,
    boolean required,
    Optional<String> defaultText,
    Optional<String> regex,
    Optional<String> words,
    List<String> choices) {

  /**
   * The options of an interface in its groups: the interfaces with a {@link Description}, in the
   * order in which they are extended. The options of a group are sorted by name.
   */
  public static List<DescribedOption> of(Class<? extends PipelineOptions> options) {
    return groups(options).stream().flatMap(DescribedOption::ofGroup).toList();
  }

  private static List<Class<?>> groups(Class<?> options) {
    List<Class<?>> groups = new ArrayList<>();
    if (options.isAnnotationPresent(Description.class)) {
      groups.add(options);
      return groups;
    }
    for (Class<?> part : options.getInterfaces()) {
      if (part != PipelineOptions.class) {
        groups.addAll(groups(part));
      }
    }
    return groups;
  }

  private static Stream<DescribedOption> ofGroup(Class<?> group) {
    String heading = group.getAnnotation(Description.class).value();
    return Arrays.stream(group.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Description.class))
        .map(getter -> of(getter, heading))
        .sorted(Comparator.comparing(DescribedOption::name));
  }

  private static DescribedOption of(Method getter, String group) {
    Optional<Form> form = Optional.ofNullable(getter.getAnnotation(Form.class));
    return new DescribedOption(
        name(getter),
        getter.getReturnType(),
        getter.getAnnotation(Description.class).value(),
        group,
        getter.isAnnotationPresent(Validation.Required.class),
        defaultText(getter),
        form.map(Form::regex),
        form.map(Form::words),
        choices(getter));
  }

  private static String name(Method getter) {
    String name = getter.getName().substring("get".length());
    String plain = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return getter.getReturnType() == Map.class ? plain.replace("Properties", "") : plain;
  }

  private static Optional<String> defaultText(Method getter) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getEnclosingClass() == Default.class) {
        try {
          Object value = annotation.annotationType().getMethod("value").invoke(annotation);
          return Optional.of(
              getter.getReturnType().isEnum()
                  ? value.toString().toLowerCase(Locale.ROOT)
                  : value.toString());
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("Every annotation of a default has a value", e);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> choices(Method getter) {
    if (getter.getReturnType().isEnum()) {
      return Arrays.stream(getter.getReturnType().getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .toList();
    }
    Choices choices = getter.getAnnotation(Choices.class);
    return choices == null ? List.of() : listed(choices.value());
  }

  private static List<String> listed(Class<? extends Iterable<String>> choices) {
    try {
      Iterable<String> values = choices.getConstructor().newInstance();
      return StreamSupport.stream(values.spliterator(), false).toList();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(choices + " needs a public constructor", e);
    }
  }
}
