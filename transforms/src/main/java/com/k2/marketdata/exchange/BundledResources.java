package com.k2.marketdata.exchange;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** Reads what lies beside the exchanges' classes. */
final class BundledResources {
  private BundledResources() {}

  static Schema schema(String name) {
    try (InputStream in = open(name)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled schema " + name + " cannot be read.", e);
    }
  }

  static byte[] bytes(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The bundled file " + name + " cannot be read.", e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = BundledResources.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException("The jar lacks " + name + ".");
    }
    return in;
  }
}
