package com.k2.marketdata.lake.catalog;

import com.k2.marketdata.failure.UsageException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Failures because the class path lacks a class, as sentences that say what to add. */
final class MissingClass {
  /** Some libraries only quote the exception. */
  private static final Pattern CLASS =
      Pattern.compile(
          "(?:ClassNotFoundException|NoClassDefFoundError): (?:Class )?(\\w+[./][\\w./$]+)");

  private static final Pattern FILE_SYSTEM = Pattern.compile("No FileSystem for scheme \"?(\\w+)");

  private static final String ADD =
      "with bin/k2, through K2_PLUGINS=JAR; with spark-submit, through --jars JAR.";

  private MissingClass() {}

  /**
   * The failure as bad usage; empty if it has another cause.
   *
   * @param setting that requires the class, as PROPERTY=VALUE
   */
  static Optional<UsageException> in(Throwable failure, String setting) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher missing = CLASS.matcher(cause.toString());
      if (missing.find()) {
        return Optional.of(
            new UsageException(
                "The catalog property "
                    + setting
                    + " requires the class "
                    + missing.group(1).replace('/', '.')
                    + ", which is not on the class path. Check the spelling, or add the jar that"
                    + " has it: "
                    + ADD,
                failure));
      }
      Matcher unknown = FILE_SYSTEM.matcher(cause.toString());
      if (unknown.find()) {
        return Optional.of(
            new UsageException(
                "The catalog property "
                    + setting
                    + " cannot read locations that begin with "
                    + unknown.group(1)
                    + "://. Set io-impl to a FileIO that can, or add the jar of Hadoop's file system"
                    + " for them: "
                    + ADD,
                failure));
      }
    }
    return Optional.empty();
  }

  /**
   * The failure of a JDBC address that no driver accepts.
   *
   * @param property that has the address
   */
  static UsageException driver(String property, String address, Throwable failure) {
    String database = address.replaceFirst("^(jdbc:\\w*).*", "$1");
    return new UsageException(
        "No JDBC driver on the class path accepts the address in the catalog property "
            + property
            + ", which begins with "
            + database
            + ". Check the spelling, or add the jar of the database's driver: "
            + ADD,
        failure);
  }
}
