package com.k2.marketdata.cycle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build, stored with dead letters. */
public final class Version {
  private Version() {}

  /** The Maven version, for example {@code 0.1.0}. */
  public static String get() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties is missing from the build", e);
    }
  }
}
