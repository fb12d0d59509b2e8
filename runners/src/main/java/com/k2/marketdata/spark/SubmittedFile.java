package com.k2.marketdata.spark;

import com.k2.marketdata.failure.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** A file that {@code spark-submit} is given as a URI, or in a list of URIs. */
final class SubmittedFile {
  private SubmittedFile() {}

  /**
   * The absolute path.
   *
   * @throws UsageException if Spark would read it as another path
   */
  static Path of(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (absolute.toString().contains(",") || !isPlain(absolute.toString())) {
      throw new UsageException(
          "Spark cannot read the file "
              + absolute
              + ", because its path has a space or another character that has a meaning in a URI."
              + " Move it to another folder.");
    }
    return absolute;
  }

  private static boolean isPlain(String path) {
    try {
      return new URI("file", null, path, null).getRawPath().equals(path);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
