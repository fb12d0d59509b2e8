package com.k2.marketdata.torture.driver;

import java.util.List;
import java.util.Locale;

/** The runner of a driver. */
public enum Engine {
  DIRECT("--runner=DirectRunner"),
  SPARK("--runner=SparkRunner", "--sparkMaster=local[2]");

  private final List<String> options;

  Engine(String... options) {
    this.options = List.of(options);
  }

  /** The options of a pipeline that select it. */
  public List<String> options() {
    return options;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
