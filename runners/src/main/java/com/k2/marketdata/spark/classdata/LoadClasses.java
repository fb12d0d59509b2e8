package com.k2.marketdata.spark.classdata;

import java.util.List;

/**
 * Loads the classes of the {@link ClassList} and ends, so that its JVM archives them. It is started
 * by {@code spark-submit}, since an archive also records the class path and the class loaders.
 */
public final class LoadClasses {
  private LoadClasses() {}

  /** Prints how many classes were loaded. */
  public static void main(String[] args) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    List<String> names = ClassList.shipped();
    long loaded = names.stream().filter(name -> load(name, loader)).count();
    System.err.printf("Loaded %,d of %,d classes.%n", loaded, names.size());
  }

  /**
   * Loads and links a class without initializing it: only linked classes are archived. Java has no
   * method that only links, but it links a class before it lists its fields.
   */
  private static boolean load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader).getDeclaredFields();
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // of another version of a library or of Java
    }
  }
}
