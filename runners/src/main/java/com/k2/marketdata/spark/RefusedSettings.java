package com.k2.marketdata.spark;

import java.util.regex.Pattern;

/** Recognizes the errors of Spark's checks of settings, which no restart settles. */
public final class RefusedSettings {
  private static final Pattern REFUSAL =
      Pattern.compile(
          String.join(
              "|",
              "Could not parse Master URL",
              "Invalid master URL",
              "(System|Executor) memory \\d+ must be at least",
              "Asked to launch cluster with",
              "is not allowed to (set Spark options|specify max heap memory)",
              "Illegal value for config key",
              "in spark\\.\\S+ is invalid\\.",
              "spark\\.\\S+ should be ",
              "The value of spark\\.\\S+ must be greater than",
              "(Size|Time) must be specified as"));

  private RefusedSettings() {}

  /**
   * Whether an error of the context's constructor is such a refusal. The message decides: an
   * application that ends while its context starts, for example because the master is down, causes
   * exceptions of the same classes.
   */
  public static boolean isCauseOf(Exception error) {
    return REFUSAL.matcher(String.valueOf(error.getMessage())).find();
  }
}
