package com.k2.marketdata.stack.process;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The class path of this process, for processes that it starts. */
public final class JavaClassPath {
  private JavaClassPath() {}

  /** Under {@code mvn exec:java} the system property contains only Maven's launcher. */
  public static String current() {
    if (JavaClassPath.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }
}
