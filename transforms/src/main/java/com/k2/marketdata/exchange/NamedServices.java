package com.k2.marketdata.exchange;

import com.k2.marketdata.failure.UsageException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Finds the implementations of a service interface that the class path registers in {@code
 * META-INF/services}. Each has a name of its own.
 */
public final class NamedServices {
  private NamedServices() {}

  /**
   * All implementations by name, in the order of the class path.
   *
   * @throws UsageException if two have one name, or one cannot be created
   */
  public static <T> Map<String, T> load(Class<T> service, Function<T, String> nameOf) {
    try {
      return byName(ServiceLoader.load(service, service.getClassLoader()), nameOf);
    } catch (ServiceConfigurationError e) {
      throw new UsageException(
          "A class that is registered in META-INF/services/"
              + service.getName()
              + " cannot be used: "
              + rootCause(e)
              + ". It must be public, with a public constructor without parameters.",
          e);
    }
  }

  static <T> Map<String, T> byName(Iterable<T> services, Function<T, String> nameOf) {
    Map<String, T> byName = new LinkedHashMap<>();
    for (T service : services) {
      String name = nameOf.apply(service);
      T other = byName.putIfAbsent(name, service);
      if (other != null) {
        throw new UsageException(
            "Two classes are registered for the exchange '"
                + name
                + "': "
                + other.getClass().getName()
                + " and "
                + service.getClass().getName()
                + ". Rename one, or take its jar off the class path.");
      }
    }
    return Collections.unmodifiableMap(byName);
  }

  private static String rootCause(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == thrown ? thrown.getMessage() : thrown.getMessage() + " because of " + root;
  }
}
