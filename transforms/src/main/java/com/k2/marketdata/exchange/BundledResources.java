package com.k2.marketdata.exchange;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** Reads the files that a jar has beside an exchange's class. */
public final class BundledResources {
  private BundledResources() {}

  /**
   * An Avro schema in the package of a class.
   *
   * @param name the file's name, for example {@code binance_raw_trade.avsc}
   */
  public static Schema schema(Class<?> beside, String name) {
    try (InputStream in = open(beside, name)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled schema " + name + " cannot be read.", e);
    }
  }

  /** A file in the package of a class, or in a folder below it. */
  static byte[] bytes(Class<?> beside, String name) {
    try (InputStream in = open(beside, name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled file " + name + " cannot be read.", e);
    }
  }

  private static InputStream open(Class<?> beside, String name) throws IOException {
    InputStream in = beside.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(
          "There is no file " + name + " in the package of " + beside.getName() + ".");
    }
    return in;
  }
}
