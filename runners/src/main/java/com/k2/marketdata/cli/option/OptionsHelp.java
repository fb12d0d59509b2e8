package com.k2.marketdata.cli.option;

import java.io.PrintWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Lists the options of a pipeline as they describe themselves. */
public final class OptionsHelp {
  private OptionsHelp() {}

  public static void print(Class<?> options, PrintWriter out) {
    out.println();
    out.println("Options of the pipelines:");
    Set<Method> getters = new TreeSet<>(Comparator.comparing(Method::getName));
    Arrays.stream(options.getMethods())
        .filter(method -> method.isAnnotationPresent(Description.class))
        .filter(method -> method.getDeclaringClass().getName().startsWith("com.k2."))
        .forEach(getters::add);
    for (Method getter : getters) {
      out.println("  --" + name(getter) + "=… " + defaultOf(getter));
      out.println("      " + getter.getAnnotation(Description.class).value());
    }
    out.println("Those of Beam's runners (--runner=SparkRunner --sparkMaster=… and so on) go too.");
    out.flush();
  }

  private static String name(Method getter) {
    String name = getter.getName().substring("get".length());
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static String defaultOf(Method getter) {
    if (getter.isAnnotationPresent(Validation.Required.class)) {
      return "(needed)";
    }
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation.annotationType().getEnclosingClass() == Default.class) {
        try {
          Object value = annotation.annotationType().getMethod("value").invoke(annotation);
          return "(default: " + value.toString().toLowerCase(java.util.Locale.ROOT) + ")";
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("Every default has a value", e);
        }
      }
    }
    return "";
  }
}
