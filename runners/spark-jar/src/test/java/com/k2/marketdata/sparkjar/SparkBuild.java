package com.k2.marketdata.sparkjar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * A build of K2's jar for Spark.
 *
 * @param version what the jar stores with the rows that it writes
 */
record SparkBuild(Path jar, String version) {
  private static final String VERSION = "/com/k2/marketdata/cycle/version.properties";
  private static final String MANIFEST = "/META-INF/MANIFEST.MF";

  /** The build in this jar. */
  static SparkBuild of(Path jar) throws IOException {
    try (FileSystem entries = FileSystems.newFileSystem(jar);
        InputStream in = Files.newInputStream(entries.getPath(VERSION))) {
      Properties properties = new Properties();
      properties.load(in);
      return new SparkBuild(jar.toAbsolutePath(), properties.getProperty("version"));
    }
  }

  /** A copy of this build with another version. */
  SparkBuild copiedTo(Path copy, String otherVersion) throws IOException {
    Files.copy(jar, copy);
    try (FileSystem entries = FileSystems.newFileSystem(copy)) {
      Files.writeString(entries.getPath(VERSION), "version=" + otherVersion + "\n");
      Path file = entries.getPath(MANIFEST);
      Manifest manifest;
      try (InputStream in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, otherVersion);
      try (OutputStream out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
    }
    return new SparkBuild(copy.toAbsolutePath(), otherVersion);
  }
}
