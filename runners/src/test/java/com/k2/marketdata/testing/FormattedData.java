package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * The files of a broker's data folder that Kafka's format tool writes. The tool is a process that
 * takes some seconds; copies of its files format the folders of later brokers.
 */
record FormattedData(Properties meta, byte[] bootstrap) {
  private static final String META = "meta.properties";
  private static final String BOOTSTRAP = "bootstrap.checkpoint";

  /** Reads the files of a data folder that the tool has formatted. */
  static FormattedData of(Path data) {
    try (var in = Files.newInputStream(data.resolve(META))) {
      Properties meta = new Properties();
      meta.load(in);
      return new FormattedData(meta, Files.readAllBytes(data.resolve(BOOTSTRAP)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Formats a data folder for another cluster with the same node. */
  void copyTo(Path data) {
    Properties other = new Properties();
    other.putAll(meta);
    other.setProperty("cluster.id", Uuid.randomUuid().toString());
    other.setProperty("directory.id", Uuid.randomUuid().toString());
    try {
      Files.createDirectories(data);
      Files.write(data.resolve(BOOTSTRAP), bootstrap);
      try (var out = Files.newOutputStream(data.resolve(META))) {
        other.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
